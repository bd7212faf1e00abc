// Owns choosing from the remote what the wall shows: following the session, how to join, or the last result.

import type { BoardId, RoundId, Wall } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { send } from '../live/command.ts'
import { type Ledger, useLedgerRounds } from '../live/ledger.ts'
import classes from './remote.module.css'

export function RemoteWall({ boardId, ledger, wall }: { boardId: BoardId; ledger: Ledger | null; wall: Wall }) {
  const { t } = useTranslation('session')
  const closed = [...useLedgerRounds(ledger)].filter(([, round]) => round.closedAt !== null)
  closed.sort(([, a], [, b]) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
  const newest = closed[0]?.[0] as RoundId | undefined
  const choices: { wall: Wall; name: string }[] = [
    { wall: { show: 'board' }, name: t('remote.show.session') },
    { wall: { show: 'join' }, name: t('remote.show.join') },
    ...(newest ? [{ wall: { show: 'result', roundId: newest } as const, name: t('remote.show.result') }] : []),
  ]
  return (
    <section className={classes.wall}>
      <h3>{t('remote.wall')}</h3>
      <div className={classes.choices} role="group" aria-label={t('remote.wall')}>
        {choices.map((choice) => (
          <button
            key={choice.wall.show}
            type="button"
            className={classes.choice}
            aria-pressed={choice.wall.show === wall.show}
            onClick={() => void send('board.show', { boardId, wall: choice.wall })}
          >
            {choice.name}
          </button>
        ))}
      </div>
    </section>
  )
}
