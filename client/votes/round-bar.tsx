// Owns the bar that says a vote is on: what is left of my dots, how many people have voted, and for a facilitator the end.

import { Button } from '@mantine/core'
import type { LedgerRound } from '../../shared/documents.ts'
import type { RoundId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { type Ballot, useLeft } from './ballot.ts'
import styles from './votes.module.css'

export interface RoundBarProps {
  roundId: RoundId
  round: LedgerRound
  ballot: Ballot | null
  mayClose: boolean
}

export function RoundBar({ roundId, round, ballot, mayClose }: RoundBarProps) {
  const { t } = useTranslation('ballot')
  const left = useLeft(ballot)
  const close = useCommand('round.close')
  return (
    <section className={styles.bar} aria-label={t('bar.label')}>
      <span className={styles.barTitle}>{round.title || t('bar.title')}</span>
      {ballot && (
        <span className={styles.barLeft} data-testid="votes-left">
          {t('bar.left', { count: left, budget: round.budget })}
        </span>
      )}
      <span className={styles.barSoft}>
        {t('bar.voters', { count: round.voters })}
        {' · '}
        {round.blind ? t('bar.blind') : t('bar.visible')}
      </span>
      <RefusalText refusal={close.refusal} />
      {mayClose && (
        <Button className={styles.barEnd} size="sm" loading={close.busy} onClick={() => void close.run({ roundId })}>
          {t('bar.close')}
        </Button>
      )}
    </section>
  )
}
