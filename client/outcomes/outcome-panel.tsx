// Owns what an idea's page says of its outcome: what was promised, by when, who measures it; what came of it; the steps between.

import { Button } from '@mantine/core'
import { IconAlarm, IconCalendarDue } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import type { OutcomePromise, OutcomeView } from '../../shared/outcomes.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useUser } from '../live/session.ts'
import { Link } from '../ui/address.tsx'
import { useDays } from '../ui/days.ts'
import { OutcomesLink } from './all-link.tsx'
import { Earlier } from './earlier.tsx'
import { MeasureForm } from './measure-form.tsx'
import { Milestones } from './milestones.tsx'
import classes from './outcome.module.css'
import { PromiseForm } from './promise-form.tsx'
import { PromiseLine } from './promise-line.tsx'

export function OutcomePanel({ ideaId }: { ideaId: IdeaId }) {
  const { t } = useTranslation('outcome')
  const outcomes = useRead<OutcomeView[]>(`idea:${ideaId}`, `/api/ideas/${ideaId}/outcome`)
  const told = (outcomes.data ?? []).filter(
    ({ promise, milestones, learnt, may }) => promise || milestones.length > 0 || learnt || may.length > 0,
  )
  const isMember = useUser()?.isGuest === false
  if (told.length === 0) return null
  return (
    <section className={classes.panel} aria-labelledby="outcome-title">
      <h2 id="outcome-title">{t('title')}</h2>
      {told.map((outcome) => (
        <Outcome key={outcome.escalationId} outcome={outcome} />
      ))}
      {isMember ? <OutcomesLink /> : null}
    </section>
  )
}

function Outcome({ outcome }: { outcome: OutcomeView }) {
  const { t } = useTranslation('outcome')
  const format = useFormat()
  const [doing, setDoing] = useState<'promise' | 'measure' | null>(null)
  const place = useRef<HTMLDivElement>(null)
  const { promise, result, late, milestones, may, learnt } = outcome
  const done = () => {
    setDoing(null)
    place.current?.focus()
  }
  const open = doing && may.includes(doing) ? doing : null
  return (
    <article className={classes.outcome} data-outcome={outcome.escalationId}>
      <div className={classes.half} ref={place} tabIndex={-1}>
        {promise ? (
          <Promised promise={promise} late={late} isMeasured={result !== null} />
        ) : (
          <p className={classes.soft}>{t('none')}</p>
        )}
        {promise ? <PromiseLine promise={promise} result={result} /> : null}
        {result ? (
          <div className={classes.result}>
            <p className={classes.evidence}>{result.evidence}</p>
            <p className={classes.soft}>
              {t('by', { name: result.by.name, when: format.relative(result.at) })}
              {result.link ? (
                <>
                  {' · '}
                  <a href={result.link} target="_blank" rel="noreferrer">
                    {t('link')}
                  </a>
                </>
              ) : null}
            </p>
          </div>
        ) : null}
        {learnt ? (
          <div className={classes.result}>
            <p className={classes.soft}>{t('learnt')}</p>
            <p className={classes.evidence}>{learnt}</p>
          </div>
        ) : null}
        {open === 'promise' ? <PromiseForm outcome={outcome} onDone={done} onCancel={done} /> : null}
        {open === 'measure' && promise ? (
          <MeasureForm outcome={outcome} promise={promise} onDone={done} onCancel={done} />
        ) : null}
        {open ? null : <Asks outcome={outcome} onAsk={setDoing} />}
        <Earlier changes={outcome.changes} now={(promise ? 1 : 0) + (result ? 1 : 0)} unit={promise?.unit ?? ''} />
      </div>
      <Milestones outcome={outcome} milestones={milestones} mayKeep={may.includes('milestones')} />
    </article>
  )
}

function Asks({ outcome, onAsk }: { outcome: OutcomeView; onAsk: (what: 'promise' | 'measure') => void }) {
  const { t } = useTranslation('outcome')
  const { promise, result, may, late } = outcome
  return (
    <div className={classes.asks}>
      {may.includes('measure') && promise ? (
        <Button variant={late ? 'filled' : 'default'} onClick={() => onAsk('measure')}>
          {t(result ? 'ask.again' : 'ask.measure')}
        </Button>
      ) : null}
      {may.includes('promise') ? (
        <Button variant={promise ? 'default' : 'light'} onClick={() => onAsk('promise')}>
          {t(promise ? 'ask.change' : 'ask.promise')}
        </Button>
      ) : null}
    </div>
  )
}

/** What is counted, who measures it, when; late is said, and seen. */
export function Promised({
  promise,
  late,
  isMeasured,
}: {
  promise: OutcomePromise
  late: boolean
  isMeasured: boolean
}) {
  const { t } = useTranslation('outcome')
  const { t: cases } = useTranslation('case')
  const days = useDays()
  const me = useUser()
  const { metric, measurer, dueAt, goal } = promise
  const isMe = measurer.userId === me?.userId
  const facts = {
    name: measurer.name || cases('people.someone', { ns: 'common' }),
    until: late ? cases('until.day', { day: days.deadline(dueAt) }) : days.until(dueAt),
  }
  const Icon = late ? IconAlarm : IconCalendarDue
  return (
    <div>
      <h3 className={classes.metric}>{metric}</h3>
      {goal ? (
        <p className={classes.soft}>
          <Link to={`/goals/${goal.goalId}`}>{t('serves', { goal: goal.title })}</Link>
        </p>
      ) : null}
      {isMeasured ? null : (
        <p className={classes.due} data-late={late || undefined}>
          <Icon size={17} aria-hidden />
          {t(late ? (isMe ? 'overdueMe' : 'overdue') : isMe ? 'dueMe' : 'due', facts)}
        </p>
      )}
    </div>
  )
}
