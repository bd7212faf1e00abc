// Owns the reported cards as a part of a board's settings: nothing where none was ever reported.

import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './leaders.module.css'
import { ReportedCards } from './reported-cards.tsx'
import { useReports } from './reports.ts'

export function SettingsReports({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('lead')
  if ((useReports(boardId, true).data?.all ?? []).length === 0) return null
  return (
    <section className={classes.reports} aria-labelledby="settings-reports">
      <h2 id="settings-reports">{t('report.list')}</h2>
      <ReportedCards boardId={boardId} />
    </section>
  )
}
