// Owns what can be chosen for one card. Loaded at the first press of its button (card-menu-button.tsx).

import { Menu } from '@mantine/core'
import {
  IconArrowsMove,
  IconBoxMultiple,
  IconCheck,
  IconSquareCheck,
  IconLink,
  IconPencil,
  IconTags,
  IconTrash,
  IconArrowUpRight,
} from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { type Card } from '../../shared/documents.ts'
import { NOTE_COLORS } from '../../shared/model.ts'
import { copyText } from '../ui/copy-text.ts'
import { showNotice } from '../ui/notices.tsx'
import { takeOutCards } from './group-actions.ts'
import { useCardActions } from './card-actions.ts'
import { CardDots } from './card-menu-button.tsx'
import classes from './card-menu.module.css'
import { useRoom } from './room.ts'

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const

export function CardMenu({ card, onClosed }: { card: Card; onClosed: () => void }) {
  const { focus } = useRoom()
  const close = () => {
    onClosed()
    focus.want(card.ideaId, 'active')
  }
  return (
    <Menu
      opened
      onClose={close}
      onDismiss={close}
      position="bottom-end"
      width={240}
      returnFocus={false}
      // Inside the page's main part, so that a reader knows where it is.
      portalProps={{ target: '#main' }}
    >
      <Menu.Target>
        <CardDots />
      </Menu.Target>
      <CardMenuList card={card} onAway={onClosed} />
    </Menu>
  )
}

/** `onAway`: the choice takes the focus elsewhere. */
function CardMenuList({ card, onAway }: { card: Card; onAway: () => void }) {
  const { t } = useRoom()
  const room = useRoom()
  const actions = useCardActions()
  const dropdown = useRef<HTMLDivElement>(null)
  const { ideaId } = card
  const writes = room.may('board.write')
  const away = (run: () => void) => () => {
    onAway()
    run()
  }

  useEffect(() => {
    // The list was drawn open: what opening would have done to the focus is done here.
    dropdown.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
  }, [])

  async function copyLink(): Promise<void> {
    if (await copyText(`${location.origin}/i/${ideaId}`)) showNotice({ text: t('card.linkCopied') })
  }

  return (
    <Menu.Dropdown ref={dropdown} data-no-drag>
      <Menu.Item leftSection={<IconArrowUpRight {...ICON} />} onClick={away(() => room.slots.onOpenIdea(ideaId))}>
        {t('card.open')}
      </Menu.Item>
      {writes ? (
        <>
          <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={away(() => room.focus.want(ideaId, 'editing'))}>
            {t('card.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowsMove {...ICON} />}
            onClick={away(() => room.ask({ about: 'move', ideaId }))}
          >
            {t('card.move')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBoxMultiple {...ICON} />}
            onClick={away(() => room.ask({ about: 'group', ideaId }))}
          >
            {t('groupWith', { ns: 'group' })}
          </Menu.Item>
          {room.store.groups.of(ideaId) ? (
            <Menu.Item
              leftSection={<IconBoxMultiple {...ICON} />}
              onClick={away(() => void takeOutCards(room, [ideaId]))}
            >
              {t('takeOut', { ns: 'group' })}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconSquareCheck {...ICON} />} onClick={() => room.selection.toggle(ideaId)}>
            {t(room.selection.chosen.get(ideaId) ? 'unselect' : 'select', { ns: 'group' })}
          </Menu.Item>
          <div className={classes.swatches} role="group" aria-label={t('note.label', { ns: 'common' })}>
            {NOTE_COLORS.map((color) => (
              <Menu.Item
                key={color}
                className={classes.swatch}
                aria-label={t(`note.${color}`, { ns: 'common' })}
                title={t(`note.${color}`, { ns: 'common' })}
                onClick={() => actions.color(ideaId, color)}
              >
                <span
                  className={classes.swatchDot}
                  style={{ background: `var(--kiem-note-${color})`, borderColor: `var(--kiem-note-${color}-edge)` }}
                >
                  {color === card.color ? <IconCheck size={14} stroke={2.6} aria-hidden="true" /> : null}
                </span>
              </Menu.Item>
            ))}
          </div>
        </>
      ) : null}
      {actions.mayDetail(ideaId) ? (
        <Menu.Item leftSection={<IconTags {...ICON} />} onClick={away(() => room.ask({ about: 'details', ideaId }))}>
          {t('card.details')}
        </Menu.Item>
      ) : null}
      {room.slots.cardMenu?.(ideaId)}
      <Menu.Item leftSection={<IconLink {...ICON} />} onClick={() => void copyLink()}>
        {t('card.copyLink')}
      </Menu.Item>
      {actions.mayRemove(ideaId) ? (
        <Menu.Item
          leftSection={<IconTrash {...ICON} />}
          className={classes.danger}
          onClick={away(() => actions.remove(ideaId))}
        >
          {t('action.delete', { ns: 'common' })}
        </Menu.Item>
      ) : null}
    </Menu.Dropdown>
  )
}
