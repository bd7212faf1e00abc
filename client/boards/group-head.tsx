// Owns the head of a group in its column: its name, written in place, how many ideas it has, folding, and its menu. Loaded
// with the first group that is drawn.

import { Menu } from '@mantine/core'
import { IconChevronDown, IconDots } from '@tabler/icons-react'
import { useCallback, useState, useSyncExternalStore } from 'react'
import { GROUP_TITLE_MAX_CHARS } from '../../shared/limits.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { BoardGroup } from './board-groups.ts'
import { columnTitle } from './card-words.ts'
import type { DragHost } from './drag-host.ts'
import { moveTo, name, takeApart } from './group-actions.ts'
import classes from './group.module.css'
import { useColumns, useRoom } from './room.ts'

export function GroupHead({ group, isFolded, host }: { group: BoardGroup; isFolded: boolean; host?: DragHost }) {
  const { t } = useTranslation('group')
  const { store, selection, focus, slots, may, format } = useRoom()
  const { groupId, ids } = group
  const naming = useSyncExternalStore(
    (listener) => selection.naming.subscribe(groupId, listener),
    () => selection.naming.get(groupId),
  )
  const elementRef = useCallback(
    (element: HTMLElement | null) => (element ? host?.put(groupId, element) : undefined),
    [host, groupId],
  )
  const writes = may('board.write')
  const title = group.title || t('untitled')
  // In a column it stands below the column's name.
  const Title = host ? 'h3' : 'h2'
  const votes = slots.groupFooter?.(ids)
  const dots = votes ? (
    <div className={`${classes.votes} nodrag`} data-column={host ? true : undefined} data-no-drag>
      {votes}
    </div>
  ) : null
  const done = (toCard: boolean) => {
    selection.naming.set(groupId, undefined)
    if (toCard) focus.want(ids[0]!, 'active')
  }
  return (
    <div ref={elementRef} className={classes.head} data-grab={writes || undefined}>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={!isFolded}
        aria-label={t(isFolded ? 'unfold' : 'fold', { title })}
        data-no-drag
        onClick={() => store.fold(groupId, !isFolded)}
      >
        <IconChevronDown size={18} stroke={2} aria-hidden="true" />
      </button>
      {naming && writes ? (
        <NameField group={group} onDone={done} />
      ) : (
        <Title className={classes.title} data-empty={group.title === '' || undefined}>
          {writes ? (
            <button
              type="button"
              aria-label={group.title === '' ? t('namePlaceholder') : t('nameThis', { title })}
              onClick={() => selection.naming.set(groupId, true)}
            >
              {group.title || t('namePlaceholder')}
            </button>
          ) : (
            title
          )}
        </Title>
      )}
      <span className={classes.count}>
        <span aria-hidden="true">{format.number(ids.length)}</span>
        <span className="kiem-unseen">{t('count', { count: ids.length })}</span>
      </span>
      {host ? null : dots}
      {writes ? <GroupMenu group={group} title={title} /> : null}
      {host ? dots : null}
    </div>
  )
}

function NameField({ group, onDone }: { group: BoardGroup; onDone: (toCard: boolean) => void }) {
  const { t } = useTranslation('group')
  const room = useRoom()
  const [text, setText] = useState(group.title)
  const keep = (toCard: boolean) => {
    onDone(toCard)
    name(room, group.groupId, text)
  }
  return (
    <input
      className={`${classes.field} nodrag nopan`}
      // It was asked for: by a press on the name, or by laying cards together.
      ref={(field) => field?.focus()}
      aria-label={t('nameLabel')}
      placeholder={t('namePlaceholder')}
      maxLength={GROUP_TITLE_MAX_CHARS}
      value={text}
      data-no-drag
      onChange={(event) => setText(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => keep(false)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep(true)
        else if (event.key === 'Escape') onDone(true)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}

function GroupMenu({ group, title }: { group: BoardGroup; title: string }) {
  const { t } = useTranslation('group')
  const room = useRoom()
  const columns = useColumns()
  const others = columns.filter(({ columnId }) => columnId !== group.columnId)
  return (
    <Menu position="bottom-end" width={240} portalProps={{ target: '#main' }}>
      <Menu.Target>
        <button type="button" className={classes.more} aria-label={t('menu', { title })} data-no-drag>
          <IconDots size={18} stroke={2} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown data-no-drag>
        <Menu.Item
          // After the menu has given the focus back.
          onClick={() => requestAnimationFrame(() => room.selection.naming.set(group.groupId, true))}
        >
          {t('rename')}
        </Menu.Item>
        {others.map(({ columnId, title: column }) => (
          <Menu.Item
            key={columnId}
            onClick={() => {
              void moveTo(room, group.groupId, columnId, 0)
              requestAnimationFrame(() => room.focus.want(group.ids[0]!, 'active'))
            }}
          >
            {t('moveTo', { column: columnTitle(column, room.t('column.untitled')) })}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => takeApart(room, group.groupId)}>{t('ungroup')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
