// Owns the head of the wall while a session runs: what is on and how long, readable from the back row, and in the corner
// how to come in.

import type { BoardView } from '../../shared/model.ts'
import { isSealed, type LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { QrCode } from '../ui/qr-code.tsx'
import { PhaseMark } from './phase-mark.tsx'
import { usePhaseText } from './phase-text.ts'
import { partIn, phaseNow, stepsOf } from './steps.ts'
import { secondsUntil } from './timer.ts'
import { TimerView } from './timer-view.tsx'
import { useMoment } from './use-moment.ts'
import classes from './wall.module.css'

interface WallHeadProps {
  board: Pick<BoardView, 'joinCode' | 'joinUrl'>
  title: string
  question: string
  session: LedgerSession
  wait: { count: number; of: number } | null
  /** The wall shows how to join, large: not again in the corner. */
  showsJoining: boolean
}

/** Where to go with the code, without the parts nobody types. */
export const addressIn = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/join\b.*$/, '/join')

export function WallHead({ board, title, question, session, wait, showsJoining }: WallHeadProps) {
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const now = useMoment(session.closesAt)
  const phase = phaseNow(session)
  if (!phase) return null
  const place = stepsOf(session).find(({ state }) => state === 'now')?.place ?? 1
  // In a vote the wall counts who has voted; two numbers about the same people would only puzzle.
  const asks = phase.kind !== 'vote' && partIn(phase.policy, phase.kind, false) === 'everyone'
  return (
    <header className={classes.head} data-quiet={isSealed(phase.policy) || undefined}>
      <span className={classes.mark}>
        <PhaseMark phase={phase} size="2.2rem" />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>{question || title}</p>
        <h1 className={classes.name}>{words.name(phase)}</h1>
        <p className={classes.sentence} data-closing={session.closesAt !== null || undefined}>
          {session.closesAt === null
            ? words.sentence(phase, false)
            : words.closing(phase, secondsUntil(session.closesAt, now))}
        </p>
      </div>
      <div className={classes.facts} role="status">
        {asks && wait ? (
          <p className={classes.waiting}>
            {wait.count === 0 ? t('bar.allReady') : t('bar.waiting', { count: wait.count, of: wait.of })}
          </p>
        ) : null}
        <p className={classes.place}>{t('wall.step', { place, count: session.phases.length })}</p>
      </div>
      {session.timer ? (
        <div className={classes.clock}>
          <TimerView timer={session.timer} />
        </div>
      ) : null}
      {board.joinCode && board.joinUrl && !showsJoining ? (
        <div className={classes.corner}>
          <p>
            <span>{t('wall.joinAt', { address: addressIn(board.joinUrl) })}</span>
            <strong>{board.joinCode}</strong>
          </p>
          <QrCode className={classes.qr ?? ''} text={board.joinUrl} label={t('wall.qr', { url: board.joinUrl })} />
        </div>
      ) : null}
    </header>
  )
}
