// Owns the list of reported cards for those who decide: each with the reasons people gave, to hide or to keep, those that wait
// first. Who reported is said nowhere.

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { REPORT_REASON_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import type { ReportedCard, ReportOutcome } from '../../shared/reports.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { ErrorState } from '../ui/states.tsx'
import classes from './leaders.module.css'
import { useReports } from './reports.ts'

export function ReportedCards({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('lead')
  const reports = useReports(boardId, true)
  if (reports.isError) return <ErrorState refusal={reports.error} onRetry={() => void reports.refetch()} />
  if (!reports.data) return <Skeletons lines={3} height={44} />
  const all = waitingFirst(reports.data.all ?? [])
  if (all.length === 0) return <p className={classes.lead}>{t('report.none')}</p>
  return (
    <>
      <p className={classes.lead}>{t('report.listWhy')}</p>
      <ul className={classes.people}>
        {all.map((card) => (
          <ReportedRow key={card.ideaId} boardId={boardId} card={card} />
        ))}
      </ul>
    </>
  )
}

export const waitingFirst = (cards: readonly ReportedCard[]): ReportedCard[] =>
  cards.toSorted((a, b) => Number(a.outcome !== null) - Number(b.outcome !== null))

function ReportedRow({ boardId, card }: { boardId: BoardId; card: ReportedCard }) {
  const { t } = useTranslation('lead')
  const format = useFormat()
  const [answer, setAnswer] = useState(card.answer ?? '')
  const decide = useCommand('report.decide')
  const decidedWords = ({ on, by }: { on: string; by: string | null }) =>
    t(by === null ? 'report.decidedOn' : 'report.decidedBy', { day: format.date(noon(on)), name: by ?? '' })
  async function run(outcome: ReportOutcome): Promise<void> {
    const words = answer.trim()
    const decided = await decide.run({ ideaId: card.ideaId, outcome, ...(words ? { answer: words } : {}) })
    if (decided.ok) void invalidate([`reports:${boardId}`, 'reports:all'])
  }
  return (
    <li className={classes.reported} data-reported={card.ideaId}>
      <p className={classes.reportedText}>
        <strong>{`#${card.number}`}</strong> {card.text}
      </p>
      <ul className={classes.reasons} aria-label={t('report.reasons')}>
        {card.reasons.map((reason, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- two may say the same, and none of them moves
          <li key={place}>{reason}</li>
        ))}
      </ul>
      <p className={classes.lead}>
        {t('report.on', { day: format.date(noon(card.reportedOn)) })}{' '}
        {card.outcome ? t(`report.is.${card.outcome}`) : null} {card.decided ? decidedWords(card.decided) : null}
      </p>
      <TextInput
        label={t('report.answer')}
        value={answer}
        maxLength={REPORT_REASON_MAX_CHARS}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <RefusalText refusal={decide.refusal} />
      <div className={classes.decide}>
        <Button
          variant="default"
          loading={decide.busy}
          disabled={card.outcome === 'kept'}
          onClick={() => void run('kept')}
        >
          {t('report.keep')}
        </Button>
        <Button loading={decide.busy} disabled={card.outcome === 'hidden'} onClick={() => void run('hidden')}>
          {t('report.hide')}
        </Button>
      </div>
    </li>
  )
}

/** A day is the same day wherever it is read. */
const noon = (day: string) => `${day}T12:00`
