// Owns the sponsor's desk: what waits for my answer, oldest first, each answerable on the spot; then what I answered.

import type { DeskItem, DeskView } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Link } from '../ui/address.tsx'
import { AnswerForm } from './answer-form.tsx'
import styles from './escalations.module.css'

export function Desk() {
  const { t } = useTranslation('escalation')
  const desk = useRead<DeskView>('inbox', '/api/desk')
  if (!desk.data) return null
  const { waiting, answered } = desk.data
  return (
    <>
      <section aria-labelledby="desk-waiting">
        <h2 id="desk-waiting">{t('desk.title')}</h2>
        {waiting.length === 0 ? (
          <p className={styles.soft}>{t('desk.empty')}</p>
        ) : (
          <ul className={styles.desk}>
            {waiting.map((item) => (
              <li key={item.escalation.escalationId} className={styles.item}>
                <Asked item={item} />
                <AnswerForm escalationId={item.escalation.escalationId} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {answered.length > 0 && (
        <details className={styles.answered}>
          <summary>{t('desk.answered')}</summary>
          <ul className={styles.desk}>
            {answered.map((item) => (
              <li key={item.escalation.escalationId} className={styles.item}>
                <Asked item={item} />
                {item.escalation.answer && <p className={styles.words}>{item.escalation.answer}</p>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Asked({ item }: { item: DeskItem }) {
  const { t } = useTranslation('escalation')
  const format = useFormat()
  const { escalation, idea } = item
  return (
    <>
      <h3>
        <Link to={`/i/${idea.ideaId}`}>{idea.text}</Link>
      </h3>
      <p className={styles.words}>{escalation.why}</p>
      <p className={styles.facts}>
        <span>
          {t('desk.askedBy', { name: escalation.escalatedBy.name, when: format.relative(escalation.askedAt) })}
        </span>
        <span>{t('desk.onBoard', { board: item.boardTitle })}</span>
        <span>{t('desk.likes', { count: idea.likes })}</span>
        <span>{t('desk.comments', { count: idea.comments })}</span>
      </p>
    </>
  )
}
