// Owns the question "more time?": two buttons for everybody, counts for all, and for who leads the minutes to add.

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { LedgerDiscussion } from '../../shared/discussion.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './agenda.module.css'
import { MINUTE_MS, type Talk } from './use-talk.ts'

interface MoreTimeProps {
  more: NonNullable<LedgerDiscussion['more']>
  talk: Talk
  leads: boolean
  mayAnswer: boolean
}

const OFFERED_MINUTES = [1, 3, 5]

export function MoreTime({ more, talk, leads, mayAnswer }: MoreTimeProps) {
  const { t } = useTranslation('discussion')
  const [mine, setMine] = useState<boolean | null>(null)
  function answer(yes: boolean): void {
    const before = mine
    setMine(yes)
    void talk.answer(more.askId, yes).then((ok) => {
      if (!ok) setMine(before)
    })
  }
  return (
    <div className={classes.more} role="group" aria-label={t('more.question')}>
      <p className={classes.question}>{t('more.question')}</p>
      {mayAnswer ? (
        <div className={classes.answers}>
          {[true, false].map((yes) => (
            <Button
              key={String(yes)}
              variant={mine === yes ? 'filled' : 'default'}
              aria-pressed={mine === yes}
              onClick={() => answer(yes)}
            >
              {t(yes ? 'more.yes' : 'more.no')}
            </Button>
          ))}
        </div>
      ) : null}
      <p className={classes.counts} role="status">
        {t('more.counts', { yes: more.yes, no: more.no })}
      </p>
      {leads ? (
        <div className={classes.answers}>
          {OFFERED_MINUTES.map((minutes) => (
            <Button
              key={minutes}
              variant="light"
              onClick={() => talk.timer({ set: 'add', ms: minutes * MINUTE_MS })}
              aria-label={t('more.add', { count: minutes })}
            >
              {`+${minutes}`}
            </Button>
          ))}
          <Button variant="subtle" onClick={() => talk.ask(false)}>
            {t('more.close')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
