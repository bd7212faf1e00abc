// Owns choosing a sponsor: the likeliest first, each with why and how much waits for them; the rest is found by name or unit.

import { Radio, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { IdeaId, PersonView } from '../../shared/model.ts'
import type { SponsorReason, SponsorSuggestion } from '../../shared/organisation-views.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useLinked } from '../live/by-link.ts'
import { Face } from '../ui/face.tsx'
import classes from './case.module.css'
import { middayOf, useDays } from '../ui/days.ts'

/** As many as fit a phone without scrolling past the question. */
const SHOWN_AT_FIRST = 4
/** A search box for fewer is one thing more to understand. */
const SEARCHED_FROM = 6

interface SponsorChoiceProps {
  ideaId: IdeaId
  label: string
  hint?: string
  /** Empty: nobody yet. */
  value: string
  onChange: (userId: string) => void
  problem?: string | undefined
  /** Who cannot be chosen. */
  without?: readonly string[]
  /** Who can be, though they were asked before. */
  again?: PersonView
}

export function useSponsors(ideaId: IdeaId) {
  const path = useLinked(`/api/ideas/${ideaId}/sponsor-suggestions`, 'sponsors')
  return useRead<SponsorSuggestion[]>(`idea:${ideaId}`, path)
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Those in whose name or unit every typed word occurs. */
export function findSponsors(all: readonly SponsorSuggestion[], typed: string): readonly SponsorSuggestion[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  return all.filter(({ person }) => {
    const text = plain(`${person.name} ${person.unit ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}

export function SponsorChoice({
  ideaId,
  label,
  hint,
  value,
  onChange,
  problem,
  without = [],
  again,
}: SponsorChoiceProps) {
  const { t } = useTranslation('case')
  const [typed, setTyped] = useState('')
  const suggested = (useSponsors(ideaId).data ?? []).filter(({ person }) => !without.includes(person.userId))
  const isThere = !again || suggested.some(({ person }) => person.userId === again.userId)
  const all = isThere
    ? suggested
    : [{ person: again, reasons: [], waiting: 0, answeredInTime: null, awayUntil: null }, ...suggested]
  const found = findSponsors(all, typed)
  const first = typed ? found : found.slice(0, SHOWN_AT_FIRST)
  // Who was chosen stays in sight, whatever is typed after.
  const chosen = all.find(({ person }) => person.userId === value)
  const shown = chosen && !first.includes(chosen) ? [chosen, ...first] : first
  const more = found.length - first.length
  return (
    <div>
      <Radio.Group
        label={label}
        description={hint}
        value={value}
        onChange={onChange}
        error={problem}
        withAsterisk
        name="sponsor"
      >
        {all.length >= SEARCHED_FROM ? (
          <TextInput
            className={classes.search}
            aria-label={t('take.search')}
            placeholder={t('take.search')}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        ) : null}
        <div className={classes.sponsors}>
          {shown.map((one) => (
            <Suggested key={one.person.userId} one={one} />
          ))}
        </div>
      </Radio.Group>
      {typed && found.length === 0 ? <p className={classes.soft}>{t('take.none')}</p> : null}
      {more > 0 ? <p className={classes.soft}>{t('take.more', { count: more })}</p> : null}
    </div>
  )
}

function Suggested({ one }: { one: SponsorSuggestion }) {
  const { t } = useTranslation('case')
  const days = useDays()
  const { person, reasons, waiting, answeredInTime, awayUntil } = one
  const why = reasons.filter(({ kind }) => kind !== 'answers' || !answeredInTime).map((reason) => reasonWords(reason))
  const facts = [
    ...why,
    answeredInTime && t('take.reason.answered', answeredInTime),
    waiting > 0 && t('take.reason.waiting', { count: waiting }),
    awayUntil && t('take.reason.away', { day: days.day(middayOf(awayUntil)) }),
  ].filter(Boolean)

  function reasonWords(reason: SponsorReason): string {
    if (reason.kind === 'goal') return t('take.reason.goal', { title: reason.title })
    if (reason.kind === 'answers') return t('take.reason.answers')
    return t(`take.reason.${reason.kind}`, { unit: reason.unit })
  }

  return (
    <Radio.Card value={person.userId} className={classes.sponsor} aria-label={person.name}>
      <Face person={person} size={40} decorative />
      <span className={classes.who}>
        <strong>{person.name}</strong>
        <span className={classes.soft}>{facts.length > 0 ? facts.join(' · ') : person.unit}</span>
      </span>
      <Radio.Indicator />
    </Radio.Card>
  )
}
