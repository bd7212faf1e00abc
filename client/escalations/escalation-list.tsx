// Owns an idea's escalations in full: who asked whom, why, and what was answered when.

import type { EscalationView } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useUser } from '../live/session.ts'
import { Face } from '../ui/face.tsx'
import { AnswerForm } from './answer-form.tsx'
import styles from './escalations.module.css'

export function EscalationList({ escalations }: { escalations: readonly EscalationView[] }) {
  const { t } = useTranslation('escalation')
  const format = useFormat()
  const me = useUser()
  return (
    <div>
      {escalations.map((each) => (
        <article key={each.escalationId} className={styles.entry}>
          <Face person={each.sponsor} size={48} />
          <div>
            <strong>{t(`face.${each.status}`, { name: each.sponsor.name })}</strong>{' '}
            <span className={styles.soft}>{format.relative(each.answeredAt ?? each.askedAt)}</span>
            {each.answer && <p className={styles.words}>{each.answer}</p>}
            <p className={styles.soft}>{t('list.asked', { name: each.escalatedBy.name, why: each.why })}</p>
            {each.status === 'waiting' && me?.userId === each.sponsor.userId && (
              <div style={{ marginTop: 8 }}>
                <AnswerForm escalationId={each.escalationId} />
              </div>
            )}
          </div>
        </article>
      ))}
    </div>
  )
}
