// Owns what was decided about an idea, on its page: in whatever session, oldest first. Nothing where nothing was.

import type { DecisionView } from '../../shared/discussion.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import classes from './agenda.module.css'

export function Decisions({ ideaId }: { ideaId: IdeaId }) {
  const { t } = useTranslation('discussion')
  const format = useFormat()
  const { data: decisions } = useRead<DecisionView[]>(`idea:${ideaId}`, `/api/ideas/${ideaId}/decisions`)
  if (!decisions || decisions.length === 0) return null
  return (
    <section className={classes.group} aria-labelledby="decisions-title">
      <h2 id="decisions-title" className={classes.decided}>
        {t('kinds.decision')}
      </h2>
      <ul className={classes.entries}>
        {decisions.map(({ entryId, text, at }) => (
          <li key={entryId} className={classes.entry} data-kind="decision">
            <div className={classes.said}>
              <p className={classes.text}>{text}</p>
              <p className={classes.facts}>{format.date(at)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
