// Owns the line that shows while ideas are chosen: how many, and what can be done with all of them. Loaded with the first
// choice.

import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { group, takeOutCards } from './group-actions.ts'
import classes from './group.module.css'
import { useRoom } from './room.ts'

/** `raised`: at the foot stands the line for new ideas. */
export function SelectionBar({ raised }: { raised: boolean }) {
  const { t } = useTranslation('group')
  const room = useRoom()
  const { selection, store } = room
  const count = useSyncExternalStore(selection.subscribe, selection.size)
  const grouped = selection.ids().filter((id) => store.groups.of(id))
  return (
    <div className={classes.bar} data-raised={raised || undefined} role="toolbar" aria-label={t('bar')}>
      <span role="status">{t('selected', { count })}</span>
      <Button disabled={count < 2} onClick={() => void group(room, selection.ids())}>
        {t('group')}
      </Button>
      {grouped.length > 0 ? (
        <Button variant="default" onClick={() => void takeOutCards(room, grouped)}>
          {t('takeOut')}
        </Button>
      ) : null}
      <ActionIcon size={44} aria-label={t('clear')} onClick={() => selection.clear()}>
        <IconX size={20} stroke={1.8} aria-hidden="true" />
      </ActionIcon>
    </div>
  )
}
