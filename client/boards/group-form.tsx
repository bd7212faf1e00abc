// Owns the list in which one card finds another, or a group, to be laid together with. Loaded when first asked for.

import { Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { excerpt } from './card-words.ts'
import { group, join } from './group-actions.ts'
import classes from './group.module.css'
import { useIds, useRoom } from './room.ts'

/** More than anyone reads; who looks for another one types. */
const SHOWN_AT_MOST = 40

export function GroupForm({ ideaId, onDone }: { ideaId: IdeaId; onDone: () => void }) {
  const { t } = useTranslation('group')
  const room = useRoom()
  const { store } = room
  useIds()
  const [words, setWords] = useState('')
  const own = store.groups.of(ideaId)
  const isWanted = (text: string) => text.toLowerCase().includes(words.trim().toLowerCase())
  const groups = [...store.groups.now.values()].filter((each) => {
    return each !== own && (isWanted(each.title) || each.ids.some((id) => isWanted(store.card(id)?.title ?? '')))
  })
  // Those of its own column first: what belongs together mostly stands near.
  const near = store.everyIn(store.placeOf(ideaId))
  const rest = store.columns().flatMap(({ columnId }) => store.everyIn(columnId))
  const ideas = [...new Set([...near, ...rest])].filter(
    (id) => id !== ideaId && !store.groups.of(id) && isWanted(store.card(id)!.title),
  )
  const choose = (run: () => Promise<void>) => () => {
    onDone()
    void run()
  }
  return (
    <Stack>
      <TextInput
        aria-label={t('form.find')}
        placeholder={t('form.find')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-autofocus
      />
      <ul className={classes.choices}>
        {groups.map(({ groupId, title, ids }) => (
          <li key={groupId}>
            <button type="button" data-group onClick={choose(() => join(room, [ideaId], groupId))}>
              {title || excerpt(store.card(ids[0]!)?.title ?? '')}
              <small>{t('count', { count: ids.length })}</small>
            </button>
          </li>
        ))}
        {ideas.slice(0, SHOWN_AT_MOST).map((id) => (
          <li key={id}>
            <button type="button" onClick={choose(() => group(room, [id, ideaId]))}>
              {excerpt(store.card(id)!.title) || room.t('card.empty')}
            </button>
          </li>
        ))}
      </ul>
      {groups.length + ideas.length === 0 ? <p>{t(words.trim() === '' ? 'form.alone' : 'form.none')}</p> : null}
    </Stack>
  )
}
