// Owns the menu of a board: what is done now and then. What one may not do is not in it. Loaded at the first press of its
// button (board-menu-button.tsx).

import { Menu } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconBulb,
  IconColumns3,
  IconDownload,
  IconHistory,
  IconNotes,
  IconLock,
  IconLockOpen,
  IconMap,
  IconPresentation,
  IconSettings,
  IconShare3,
  IconTrashOff,
  IconUpload,
  IconUsersPlus,
} from '@tabler/icons-react'
import type { BoardView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { isAsking, seatHere, sitAs } from '../live/seat.ts'
import { Link } from '../ui/address.tsx'
import type { BoardLayout } from './board-layout.ts'

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const
import { useBoardClosing } from './board-closing.ts'
import { BoardDots } from './board-menu-button.tsx'
import { useRoom } from './room.ts'

export interface BoardMenuProps {
  board: BoardView
  locked: boolean
  archived: boolean
  /** The header has no room for these buttons: they are in here. */
  phone: boolean
  view: BoardLayout
  onView: (view: BoardLayout) => void
  onShare: () => void
  onRemoved: () => void
}

export function BoardMenu(props: BoardMenuProps) {
  const { board, locked, archived, phone, view, onShare, onRemoved } = props
  const { t } = useTranslation('board')
  const { t: seats } = useTranslation('lead')
  const room = useRoom()
  const { lock, archive } = useBoardClosing(board.boardId)
  const may = (permission: string) => board.may.includes(permission)
  const manages = may('board.manage')
  const { boardId } = board
  function sitTogether(): void {
    sitAs(boardId, seatHere())
    isAsking.set(true)
  }
  return (
    <Menu position="bottom-end" width={260} portalProps={{ target: '#main' }} defaultOpened>
      <Menu.Target>
        <BoardDots />
      </Menu.Target>
      <Menu.Dropdown>
        {phone ? (
          <Menu.Item
            leftSection={view === 'wall' ? <IconColumns3 {...ICON} /> : <IconMap {...ICON} />}
            onClick={() => props.onView(view === 'wall' ? 'columns' : 'wall')}
          >
            {t(view === 'wall' ? 'view.showColumns' : 'view.showWall')}
          </Menu.Item>
        ) : null}
        {phone ? (
          <Menu.Item leftSection={<IconShare3 {...ICON} />} onClick={onShare}>
            {t('header.share')}
          </Menu.Item>
        ) : null}
        {phone && may('board.present') ? (
          <Menu.Item leftSection={<IconPresentation {...ICON} />} component={Link} to={`/b/${boardId}/present`}>
            {t('header.present')}
          </Menu.Item>
        ) : null}
        {manages ? (
          <Menu.Item leftSection={<IconSettings {...ICON} />} component={Link} to={`/b/${boardId}/settings`}>
            {t('menu.settings')}
          </Menu.Item>
        ) : null}
        {may('board.import') && !locked ? (
          <Menu.Item leftSection={<IconUpload {...ICON} />} component={Link} to={`/b/${boardId}/import`}>
            {t('menu.import')}
          </Menu.Item>
        ) : null}
        {may('seat.hold') && !archived ? (
          <Menu.Item leftSection={<IconUsersPlus {...ICON} />} onClick={sitTogether}>
            {seats(may('seat.proxy') ? 'seats.menuLead' : 'seats.menu')}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconNotes {...ICON} />} component={Link} to={`/b/${boardId}/minutes`}>
          {t('menu.minutes')}
        </Menu.Item>
        {room.may('board.write') ? (
          <Menu.Item leftSection={<IconBulb {...ICON} />} onClick={() => room.ask({ about: 'suggest' })}>
            {t('menu.suggest')}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconHistory {...ICON} />} component={Link} to={`/b/${boardId}/versions`}>
          {t('menu.versions')}
        </Menu.Item>
        {may('board.export') ? (
          <>
            <Menu.Divider />
            {(['csv', 'json', 'md'] as const).map((form) => (
              <Menu.Item
                key={form}
                leftSection={<IconDownload {...ICON} />}
                component="a"
                href={`/api/boards/${boardId}/export.${form}`}
                download
              >
                {t(form === 'csv' ? 'menu.exportCsv' : form === 'json' ? 'menu.exportJson' : 'menu.exportMd')}
              </Menu.Item>
            ))}
          </>
        ) : null}
        {manages ? (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrashOff {...ICON} />} onClick={onRemoved}>
              {t('menu.removed')}
            </Menu.Item>
            {archived ? null : (
              <Menu.Item
                leftSection={locked ? <IconLockOpen {...ICON} /> : <IconLock {...ICON} />}
                onClick={() => void lock(!locked)}
              >
                {t(locked ? 'menu.unlock' : 'menu.lock')}
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={archived ? <IconArchiveOff {...ICON} /> : <IconArchive {...ICON} />}
              onClick={() => void archive(!archived)}
            >
              {t(archived ? 'menu.restore' : 'menu.archive')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
