// Owns the wall that gets a room in: a QR a phone at the back can read, and the code and address for those who type.

import type { BoardView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { QrCode } from '../ui/qr-code.tsx'
import styles from './join-wall.module.css'
import wall from './projector.module.css'

/** Where to go with the code, without the parts nobody types. */
export function addressOf(board: Pick<BoardView, 'joinUrl'>): string {
  const url = board.joinUrl ?? `${location.origin}/join`
  return url.replace(/^https?:\/\//, '').replace(/\/join\b.*$/, '/join')
}

export function JoinWall({ board, people }: { board: BoardView; people: number }) {
  const { t } = useTranslation('projector')
  if (!board.joinCode || !board.joinUrl) return <p className={wall.calm}>{t('join.closed')}</p>
  return (
    <section className={styles.join}>
      <QrCode className={styles.qr} text={board.joinUrl} label={t('join.qr', { url: board.joinUrl })} />
      <div className={styles.joinWords}>
        <p className={styles.lead}>{t('join.scan')}</p>
        <p>{t('join.orGo')}</p>
        <p className={styles.address}>{addressOf(board)}</p>
        <p>{t('join.withCode')}</p>
        <p className={styles.code} aria-label={board.joinCode.split('').join(' ')}>
          {board.joinCode}
        </p>
        <p className={styles.count} role="status">
          {t('join.people', { count: people })}
        </p>
      </div>
    </section>
  )
}
