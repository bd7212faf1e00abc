// Owns what a card tells of sponsors: whose answer is awaited until when, who stands behind it, who declined. Never by colour
// alone.

import { IconCheck, IconHourglassEmpty, IconX } from '@tabler/icons-react'
import type { LedgerEscalation } from '../../shared/documents.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Face } from '../ui/face.tsx'
import styles from './escalations.module.css'

const ICONS = { waiting: IconHourglassEmpty, endorsed: IconCheck, declined: IconX } as const
/** A deadline is the end of a day there: half a day earlier it is that day for every reader near. */
const HALF_DAY_MS = 43_200_000

export function SponsorFaces({ escalations, size = 26 }: { escalations: readonly LedgerEscalation[]; size?: number }) {
  const { t } = useTranslation('escalation')
  const format = useFormat()
  if (escalations.length === 0) return null
  return (
    <span className={styles.faces}>
      {escalations.map(({ escalationId, sponsor, status, answer, owes }) => {
        const Icon = ICONS[status]
        const face = t(`face.${status}`, { name: sponsor.name })
        const owed =
          owes &&
          (owes.until === null
            ? t('owesOpen', owes)
            : t('owes', { name: owes.name, day: format.shortDate(owes.until - HALF_DAY_MS) }))
        const said = owed ? `${face}, ${owed}` : face
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
