// Owns the wall that gets a room in: a QR a phone at the back can read, and the code and address for those who type.

import QRCode from 'qrcode'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView } from '../../shared/model.ts'
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
      <Qr text={board.joinUrl} label={t('join.qr', { url: board.joinUrl })} />
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

/** Dark on white whatever the theme: cameras read nothing else reliably. Four modules of quiet zone, as the standard asks. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
    const quiet = 4
    let path = ''
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`
    }
    return { path, size: modules.size + 2 * quiet }
  }, [text])
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" rx="2" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
