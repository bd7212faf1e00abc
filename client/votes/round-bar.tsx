// Owns the bar that says a vote with dots is on: what is left of mine, how many people have voted, a list of what it is
// about where that is not everything, and for a facilitator the end and hiding the counts.

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { LedgerRound } from '../../shared/documents.ts'
import type { RoundId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { type Ballot, useLeft } from './ballot.ts'
import { BallotDialog } from './ballot-dialog.tsx'
import { HideCounts } from './hide-counts.tsx'
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
  const tighten = useCommand('round.tighten')
  const [isListed, list] = useState(false)
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
      <RefusalText refusal={close.refusal ?? tighten.refusal} />
      <span className={styles.barActions}>
        {ballot && (round.scope ?? 'board') !== 'board' && (
          <Button size="sm" variant="default" onClick={() => list(true)}>
            {t('bar.list')}
          </Button>
        )}
        {mayClose && !round.blind && <HideCounts onHide={() => tighten.run({ roundId, blind: true })} />}
        {mayClose && (
          <Button size="sm" loading={close.busy} onClick={() => void close.run({ roundId })}>
            {t('bar.close')}
          </Button>
        )}
      </span>
      {isListed && ballot && (
        <BallotDialog roundId={roundId} title={round.title} dots={ballot} nameless onClose={() => list(false)} />
      )}
    </section>
  )
}
