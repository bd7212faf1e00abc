// Owns the panel of suggested groups: which ideas share which words, each suggestion accepted, in part or put aside. Nothing
// is grouped before somebody says so. Loaded when first asked for.

import { ActionIcon, Button, Checkbox } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { accept } from './group-actions.ts'
import { cardsToCompare, type SuggestedCard, type Suggestion } from './group-suggestions.ts'
import classes from './group-suggest.module.css'
import { useIds, useRoom } from './room.ts'

/** More than anyone goes through at once; those left come when one looks again. */
const SHOWN_AT_MOST = 30
const TITLE_WORDS = 2

export function GroupSuggest({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('group')
  const { t: common } = useTranslation()
  const { store } = useRoom()
  const [cards, setCards] = useState(() => cardsToCompare(store))
  const found = useSuggestions(cards)
  const [aside, setAside] = useState<ReadonlySet<Suggestion>>(new Set())
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  // What was grouped or removed meanwhile is no suggestion any more, and is one again when that is taken back.
  useIds()
  const open = (found ?? []).flatMap((suggestion) => {
    const ids = suggestion.ids.filter((id) => store.card(id as IdeaId) && !store.groups.of(id as IdeaId))
    const { groupId } = suggestion
    const isGone = groupId !== null && !store.groups.now.has(groupId)
    return isGone || ids.length < (groupId === null ? 2 : 1) ? [] : [{ suggestion, ids: ids as IdeaId[] }]
  })
  const shown = open.filter(({ suggestion }) => !aside.has(suggestion)).slice(0, SHOWN_AT_MOST)
  return (
    // Beside the board and not over it: one goes on working there.
    <section
      className={classes.panel}
      aria-label={t('suggest.title')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone()
      }}
    >
      <div className={classes.head}>
        <h2 ref={heading} tabIndex={-1}>
          {t('suggest.title')}
        </h2>
        <ActionIcon aria-label={common('action.close')} onClick={onDone}>
          <IconX size={20} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </div>
      <p className={classes.intro}>{t('suggest.intro')}</p>
      <ul className={classes.list}>
        {shown.map(({ suggestion, ids }) => (
          <Suggested
            key={suggestion.ids.join()}
            suggestion={suggestion}
            ids={ids}
            onRefuse={() => setAside(new Set([...aside, suggestion]))}
          />
        ))}
      </ul>
      <p className={classes.intro} role="status">
        {found === null ? t('suggest.looking') : null}
        {found?.length === 0 ? t('suggest.none') : null}
        {found && found.length > 0 && shown.length === 0 ? t('suggest.over') : null}
        {aside.size > 0 ? ` ${t('suggest.refused', { count: aside.size })}` : null}
      </p>
      <div className={classes.actions}>
        {aside.size > 0 ? (
          <Button variant="default" onClick={() => setAside(new Set())}>
            {t('suggest.back')}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => setCards(cardsToCompare(store))}>
          {t('suggest.again')}
        </Button>
      </div>
    </section>
  )
}

interface SuggestedProps {
  suggestion: Suggestion
  ids: readonly IdeaId[]
  onRefuse: () => void
}

function Suggested({ suggestion, ids, onRefuse }: SuggestedProps) {
  const { t } = useTranslation('group')
  const room = useRoom()
  const { store, format } = room
  const { groupId, words } = suggestion
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const taken = ids.filter((id) => !without.has(id))
  const joined = groupId === null ? undefined : store.groups.now.get(groupId)
  return (
    <li className={classes.one} data-suggestion>
      <p className={classes.words}>{t('suggest.shared', { words: format.list(words) })}</p>
      {joined ? <p className={classes.joins}>{t('suggest.joins', { title: joined.title || t('untitled') })}</p> : null}
      {ids.map((id) => (
        <Checkbox
          key={id}
          classNames={{ root: classes.card ?? '', label: classes.label ?? '' }}
          checked={!without.has(id)}
          onChange={() => setWithout(toggled(without, id))}
          label={<Marked text={store.card(id)?.title ?? ''} words={words} />}
        />
      ))}
      <div className={classes.actions}>
        <Button
          variant="light"
          disabled={taken.length < (joined ? 1 : 2)}
          onClick={() => accept(room, taken, groupId, titleOf(words))}
        >
          {t(joined ? 'suggest.acceptJoin' : 'suggest.accept')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onRefuse}>
          {t('suggest.refuse')}
        </Button>
      </div>
    </li>
  )
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

/** To begin with: whoever names it better does. */
function titleOf(words: readonly string[]): string {
  const title = words.slice(0, TITLE_WORDS).join(', ')
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** What a word has in common with the shown ones begins alike, mostly. */
const ALIKE_CHARS = 4

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const begins = words.map((word) => word.toLowerCase().slice(0, ALIKE_CHARS))
  return text.split(/([\p{L}\p{N}]+)/u).map((part, at) => {
    const isShared = at % 2 === 1 && begins.some((begin) => part.toLowerCase().includes(begin))
    // The parts of one text stand where they stand.
    return isShared ? <strong key={`${at} ${part}`}>{part}</strong> : part
  })
}

/** Null while they are looked for. Beside the page; where a browser cannot, in it. */
function useSuggestions(cards: readonly SuggestedCard[]): readonly Suggestion[] | null {
  const [found, setFound] = useState<{ of: readonly SuggestedCard[]; suggestions: readonly Suggestion[] } | null>(null)
  useEffect(() => {
    const worker = new Worker(new URL('./group-suggest-worker.ts', import.meta.url), { type: 'module' })
    const tell = (suggestions: readonly Suggestion[]) => setFound({ of: cards, suggestions })
    worker.addEventListener('message', ({ data }: MessageEvent<Suggestion[]>) => tell(data))
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      void import('./group-suggestions.ts').then(({ suggestGroups }) => tell(suggestGroups(cards)))
    })
    worker.postMessage(cards)
    return () => worker.terminate()
  }, [cards])
  return found?.of === cards ? found.suggestions : null
}
