// Owns telling somebody what came of the card they reported, once, without a name.

import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { showNotice } from '../ui/notices.tsx'
import { useReportNews } from './reports.ts'

export function ReportNews({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('lead')
  useReportNews(boardId, ({ outcome, answer }) => {
    if (outcome) showNotice({ text: t(`report.told.${outcome}`, { answer: answer ?? '' }).trim() })
  })
  return null
}
