// Owns what a card tells of sponsors: whose answer is awaited, who stands behind it, who declined. Never by colour alone.

import { IconCheck, IconHourglassEmpty, IconX } from '@tabler/icons-react'
import type { LedgerEscalation } from '../../shared/documents.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Face } from '../ui/face.tsx'
import styles from './escalations.module.css'

const ICONS = { waiting: IconHourglassEmpty, endorsed: IconCheck, declined: IconX } as const

export function SponsorFaces({ escalations, size = 26 }: { escalations: readonly LedgerEscalation[]; size?: number }) {
  const { t } = useTranslation('escalation')
  if (escalations.length === 0) return null
  return (
    <span className={styles.faces}>
      {escalations.map(({ escalationId, sponsor, status, answer }) => {
        const Icon = ICONS[status]
        const said = t(`face.${status}`, { name: sponsor.name })
        return (
          <span
            key={escalationId}
            className={styles.answer}
            data-status={status}
            title={answer ? `${said}: ${answer}` : said}
          >
            <Face person={sponsor} size={size} decorative />
            <span className={styles.answerName}>
              <span className="kiem-unseen">{said}</span>
              <span aria-hidden>{sponsor.name}</span>
            </span>
            <Icon size={16} aria-hidden />
          </span>
        )
      })}
    </span>
  )
}
