// Owns the bar of a round that is voted on in a list of its own: what it is, how far I am, how many have voted, and for a
// facilitator the end and hiding the counts. Dots stand on the board's cards and have round-bar.tsx.

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { LedgerRound } from '../../shared/documents.ts'
import type { Naming, RoundId } from '../../shared/model.ts'
import type { RoundBallotView } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { answered, ballotTopic } from './answers.ts'
import { BallotDialog } from './ballot-dialog.tsx'
import { HideCounts } from './hide-counts.tsx'
import styles from './votes.module.css'

export interface RoundPanelProps {
  roundId: RoundId
  round: LedgerRound
  naming: Naming
  mayVote: boolean
  mayClose: boolean
}

export function RoundPanel({ roundId, round, naming, mayVote, mayClose }: RoundPanelProps) {
  const { t } = useTranslation('ballot')
  const [isOpen, setOpen] = useState(false)
  const close = useCommand('round.close')
  const tighten = useCommand('round.tighten')
  const method = round.method ?? 'dots'
  const { data } = useRead<RoundBallotView>(ballotTopic(roundId), `/api/rounds/${roundId}/ballot`, {
    enabled: mayVote,
  })
  const far = data ? answered({ ballot: data, mine: data.mine }) : null
  return (
    <section className={styles.bar} aria-label={t('bar.label')}>
      <span className={styles.barTitle}>{round.title || t(`bar.${method}`)}</span>
      {mayVote && far && (
        <span className={styles.barLeft} data-testid="votes-done">
          {t('bar.done', far)}
        </span>
      )}
      <span className={styles.barSoft}>
        {t('bar.voters', { count: round.voters })}
        {' · '}
        {round.blind ? t('bar.blind') : t('bar.visible')}
      </span>
      <RefusalText refusal={close.refusal ?? tighten.refusal} />
      <span className={styles.barActions}>
        {mayVote && (
          <Button size="sm" onClick={() => setOpen(true)}>
            {far && far.done > 0 ? t('bar.change') : t('bar.vote')}
          </Button>
        )}
        {mayClose && !round.blind && <HideCounts onHide={() => tighten.run({ roundId, blind: true })} />}
        {mayClose && (
          <Button size="sm" variant="default" loading={close.busy} onClick={() => void close.run({ roundId })}>
            {t('bar.close')}
          </Button>
        )}
      </span>
      {isOpen && mayVote && (
        <BallotDialog
          roundId={roundId}
          title={round.title}
          dots={null}
          nameless={round.secret || naming === 'anonymous'}
          onClose={() => setOpen(false)}
        />
      )}
    </section>
  )
}
