// Owns what a session puts under the wall's head: the counts while people write unseen, and how many have voted. Counts
// only: the wall never knows more than a participant may.

import { IconEyeClosed } from '@tabler/icons-react'
import type { BoardView } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { QrCode } from '../ui/qr-code.tsx'
import { addressIn } from './wall-head.tsx'
import classes from './wall.module.css'

/** Until so many are in, how to join is as large as what is going on. */
const FEW_PEOPLE = 4
export const areFew = (people: number): boolean => people < FEW_PEOPLE

interface WallUnseenProps {
  board: Pick<BoardView, 'joinCode' | 'joinUrl'>
  session: LedgerSession
  people: number
}

export function WallUnseen({ board, session, people }: WallUnseenProps) {
  const { t } = useTranslation('session')
  const sealed = session.sealed ?? { ideas: 0, people: 0 }
  const few = areFew(people) && board.joinCode && board.joinUrl
  return (
    <section className={classes.unseen} data-few={few ? true : undefined}>
      <div className={classes.counts}>
        <IconEyeClosed className={classes.lid} stroke={1.4} aria-hidden="true" />
        <div className={classes.numbers} role="status">
          <Count value={sealed.people} unit={t('wall.people', { count: sealed.people })} />
          <Count value={sealed.ideas} unit={t('wall.ideas', { count: sealed.ideas })} />
        </div>
        <p className={classes.hidden}>{t('wall.hidden')}</p>
      </div>
      {few && board.joinUrl ? (
        <div className={classes.few}>
          <QrCode className={classes.bigQr ?? ''} text={board.joinUrl} label={t('wall.qr', { url: board.joinUrl })} />
          <p>{t('wall.joinAt', { address: addressIn(board.joinUrl) })}</p>
          <strong>{board.joinCode}</strong>
        </div>
      ) : null}
    </section>
  )
}

export function WallVoters({ voters, of }: { voters: number; of: number }) {
  const { t } = useTranslation('session')
  const format = useFormat()
  const share = of > 0 ? Math.min(1, voters / of) : 0
  return (
    <div className={classes.voters} role="status">
      <strong>{format.number(voters)}</strong>
      <span>{t('wall.voters', { count: voters })}</span>
      <span className={classes.track} aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
    </div>
  )
}

function Count({ value, unit }: { value: number; unit: string }) {
  const format = useFormat()
  return (
    <p className={classes.count}>
      <strong>{format.number(value)}</strong> <span>{unit}</span>
    </p>
  )
}
