// Owns the head of a board: what it asks, who is here, whether it is saved, and the few things one does to a whole board.

import { ActionIcon, Button } from '@mantine/core'
import { IconColumns3, IconMap, IconPresentation, IconSearch, IconShare3 } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import type { BoardView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useDocumentState } from '../live/documents.ts'
import { Link } from '../ui/address.tsx'
import { useArrival } from '../ui/arrival.ts'
import { useTabTitle } from '../ui/page.tsx'
import { SavedMark } from '../ui/saved-mark.tsx'
import type { BoardLayout } from './board-layout.ts'
import { BoardMenuButton } from './board-menu-button.tsx'
import { Hint } from '../ui/hint.tsx'
import classes from './board.module.css'
import { PeopleHere } from './people-here.tsx'
import { useRoom } from './room.ts'
import { UndoButtons } from './undo-buttons.tsx'

interface BoardHeaderProps {
  /** Null when only this device's copy could be opened. */
  board: BoardView | null
  title: string
  question: string
  askedBy: string | undefined
  locked: boolean
  archived: boolean
  phone: boolean
  toolbar: ReactNode
  view: BoardLayout
  onView: (view: BoardLayout) => void
  onShare: () => void
  onRemoved: () => void
  onFilter: () => void
}

export function BoardHeader(props: BoardHeaderProps) {
  const { t } = useTranslation('board')
  const { board, title, question, askedBy, phone, view } = props
  const asks = [askedBy && t('asks', { name: askedBy }), question].filter(Boolean)
  const room = useRoom()
  const heading = useRef<HTMLHeadingElement>(null)
  const { saved } = useDocumentState(room.document)
  useArrival(heading)
  useTabTitle(title)
  const mark = saved === 'saved' && phone ? null : <SavedMark saved={saved} />
  const menu = board ? (
    <BoardMenuButton
      board={board}
      locked={props.locked}
      archived={props.archived}
      phone={phone}
      view={view}
      onView={props.onView}
      onShare={props.onShare}
      onRemoved={props.onRemoved}
    />
  ) : null
  const find = (
    <Hint label={t('menu.filter')}>
      <ActionIcon aria-label={t('menu.filter')} onClick={props.onFilter}>
        <IconSearch size={20} stroke={1.8} aria-hidden="true" />
      </ActionIcon>
    </Hint>
  )
  return (
    <div className={classes.head} data-phone={phone || undefined}>
      <div className={classes.titles}>
        <h1 ref={heading} tabIndex={-1} className={classes.title} data-page-title>
          {title}
        </h1>
        {asks.length > 0 ? <p className={classes.question}>{asks.join(': ')}</p> : null}
      </div>
      {phone ? (
        <>
          <div className={classes.tools}>
            {find}
            {menu}
          </div>
          <div className={classes.second}>
            <PeopleHere most={3} />
            {mark}
            <div className={classes.shelf}>{props.toolbar}</div>
          </div>
        </>
      ) : (
        <div className={classes.tools}>
          {mark}
          <PeopleHere most={5} />
          {room.may('board.write') ? <UndoButtons /> : null}
          <ViewSwitch view={view} onView={props.onView} />
          {find}
          {props.toolbar}
          {board ? (
            <Button
              variant="default"
              size="sm"
              leftSection={<IconShare3 size={18} stroke={1.8} aria-hidden="true" />}
              onClick={props.onShare}
            >
              {t('header.share')}
            </Button>
          ) : null}
          {board?.may.includes('board.present') ? (
            <Hint label={t('header.present')}>
              <ActionIcon
                component={Link}
                to={`/b/${board.boardId}/present`}
                target="_blank"
                aria-label={t('header.present')}
              >
                <IconPresentation size={22} stroke={1.8} aria-hidden="true" />
              </ActionIcon>
            </Hint>
          ) : null}
          {menu}
        </div>
      )}
    </div>
  )
}

const VIEWS = [
  { view: 'columns', Icon: IconColumns3 },
  { view: 'wall', Icon: IconMap },
] as const

function ViewSwitch({ view, onView }: Pick<BoardHeaderProps, 'view' | 'onView'>) {
  const { t } = useTranslation('board')
  return (
    <div className={classes.views} role="group" aria-label={t('view.label')}>
      {VIEWS.map(({ view: name, Icon }) => (
        <button
          key={name}
          type="button"
          className={classes.view}
          aria-pressed={view === name}
          onClick={() => onView(name)}
        >
          <Icon size={18} stroke={1.8} aria-hidden="true" />
          <span>{t(`view.${name}`)}</span>
        </button>
      ))}
    </div>
  )
}
