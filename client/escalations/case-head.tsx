// Owns the one line that matters of a case: who owes the next move, since when, until when; and what was promised.

import { IconAlarm, IconCalendarDue } from '@tabler/icons-react'
import type { CaseView } from '../../shared/cases.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useActor } from '../live/by-link.ts'
import { Face } from '../ui/face.tsx'
import classes from './case.module.css'
import { nameOf, owesWords } from './case-words.ts'
import { useDays } from '../ui/days.ts'

/** The head takes the focus after a move, so that what came of it is heard and seen. */
export function CaseHead({ about, headRef }: { about: CaseView; headRef?: React.Ref<HTMLDivElement> }) {
  const { t } = useTranslation('case')
  const days = useDays()
  const me = useActor()
  const { owes, sponsor } = about
  const { line, left, isLate } = owesWords(about, me?.userId, t, days)
  const person = owes?.person ?? sponsor
  const Icon = isLate ? IconAlarm : IconCalendarDue
  return (
    <div
      className={classes.head}
      ref={headRef}
      tabIndex={-1}
      data-case-head
      data-late={isLate || undefined}
      data-owes={owes?.person.userId}
    >
      <Face person={person} size={44} decorative />
      <div>
        <p className={classes.line}>{line}</p>
        <p className={classes.left}>
          {left ? (
            <span className={classes.mark}>
              <Icon size={17} aria-hidden />
              {left}
            </span>
          ) : null}
          {owes ? <span>{t('since', { day: days.day(owes.since) })}</span> : null}
          {about.lookAgainAt !== null ? (
            <span>{t('closed.lookAgain', { day: days.deadline(about.lookAgainAt) })}</span>
          ) : null}
        </p>
      </div>
    </div>
  )
}

/** What a sponsor promised: owner, first step, day, money, work. */
export function Promised({ about }: { about: CaseView }) {
  const { t } = useTranslation('case')
  const days = useDays()
  const { commitment } = about
  if (!commitment?.firstStep) return null
  const { owner, firstStep, dueAt, euros, days: work } = commitment
  return (
    <dl className={classes.promise}>
      <div className={classes.step}>
        <dt>{t('promise.firstStep')}</dt>
        <dd>{firstStep}</dd>
      </div>
      <div>
        <dt>{t('promise.owner')}</dt>
        <dd>{nameOf(owner, t)}</dd>
      </div>
      <div>
        <dt>{t('promise.due')}</dt>
        <dd>{days.deadline(dueAt)}</dd>
      </div>
      {euros !== undefined && euros !== null ? (
        <div>
          <dt>{t('promise.euros')}</dt>
          <dd>{days.euros(euros)}</dd>
        </div>
      ) : null}
      {work !== undefined && work !== null ? (
        <div>
          <dt>{t('promise.days')}</dt>
          <dd>{t('promise.daysValue', { count: work })}</dd>
        </div>
      ) : null}
    </dl>
  )
}
