// Owns the page of a board's minutes: its sessions, and of one of them the results as charts and the text, to read, to
// improve together, to download and to print.

import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { MinutesLine, MinutesView } from '../../shared/discussion.ts'
import type { BoardId } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Link, useAddress } from '../ui/address.tsx'
import { BoardSidePage } from '../ui/board-side-page.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import classes from './minutes.module.css'
import { ResultsChart } from './results-chart.tsx'

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const

interface MinutesPageProps {
  boardId: BoardId
  /** The live text; the editor is the proposals' own, and rooms never import each other. */
  text: (minutes: MinutesView) => ReactNode
}

export function MinutesPage({ boardId, text }: MinutesPageProps) {
  const { t } = useTranslation('discussion')
  return (
    <BoardSidePage
      boardId={boardId}
      permission="board.read"
      width="narrow"
      title={t('minutes.title')}
      lead={(board) => board.title}
      back={t('minutes.toBoard')}
      backClassName={classes.away}
      mayNot=""
      lines={6}
    >
      {() => <Sessions boardId={boardId} text={text} />}
    </BoardSidePage>
  )
}

function Sessions({ boardId, text }: MinutesPageProps) {
  const { t } = useTranslation('discussion')
  const { search } = useAddress()
  const all = useRead<MinutesLine[]>(`minutes:${boardId}`, `/api/boards/${boardId}/minutes`)
  const asked = new URLSearchParams(search).get('session')
  if (all.isError) return <ErrorState refusal={all.error} onRetry={() => void all.refetch()} />
  if (!all.data) return <Skeletons lines={6} />
  const shown = asked ?? all.data[0]?.sessionId
  if (!shown) return <EmptyState title={t('minutes.none')}>{t('minutes.noneHint')}</EmptyState>
  return (
    <div className={classes.page}>
      <OneSession key={shown} boardId={boardId} sessionId={shown} text={text} />
      {all.data.length > 1 ? (
        <nav className={classes.all} aria-label={t('minutes.all')}>
          <h2>{t('minutes.all')}</h2>
          <ul>
            {all.data.map((line) => (
              <li key={line.sessionId} aria-current={line.sessionId === shown ? 'page' : undefined}>
                <SessionLine boardId={boardId} line={line} />
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </div>
  )
}

function SessionLine({ boardId, line }: { boardId: BoardId; line: MinutesLine }) {
  const { t } = useTranslation('discussion')
  const when = useWhen()
  const counts = [
    t('minutes.ideas', { count: line.ideas }),
    t('minutes.decisions', { count: line.decisions }),
    t('minutes.actions', { count: line.actions }),
  ]
  return (
    <Link to={`/b/${boardId}/minutes?session=${line.sessionId}`} className={classes.line}>
      <strong>{when(line)}</strong>
      <span>{counts.join(' · ')}</span>
    </Link>
  )
}

function OneSession({ boardId, sessionId, text }: MinutesPageProps & { sessionId: string }) {
  const { t } = useTranslation('discussion')
  const when = useWhen()
  const path = `/api/boards/${boardId}/minutes/${sessionId}`
  const { data: minutes, isError, error, refetch } = useRead<MinutesView>(`minutes:${boardId}`, path)
  if (isError) return <ErrorState refusal={error} onRetry={() => void refetch()} />
  if (!minutes) return <Skeletons lines={6} />
  const voted = minutes.rounds.filter(({ rows }) => rows.length > 0)
  return (
    <article className={classes.minutes} data-minutes={sessionId}>
      <header className={classes.head}>
        <p className={classes.when}>{when(minutes)}</p>
        <div className={classes.tools}>
          <Button
            component="a"
            href={`${path}/minutes.md`}
            download
            variant="default"
            leftSection={<IconDownload {...ICON} />}
          >
            {t('minutes.markdown')}
          </Button>
          <Button variant="default" leftSection={<IconPrinter {...ICON} />} onClick={() => window.print()}>
            {t('minutes.print')}
          </Button>
        </div>
      </header>
      {voted.length > 0 ? (
        <section className={classes.results} aria-label={t('minutes.results')}>
          {voted.map((round) => (
            <ResultsChart key={round.roundId} round={round} />
          ))}
        </section>
      ) : null}
      {text(minutes)}
    </article>
  )
}

function useWhen(): (session: { startedAt: number; endedAt: number }) => string {
  const { t } = useTranslation('discussion')
  const format = useFormat()
  return ({ startedAt, endedAt }) =>
    t('minutes.of', { date: format.date(startedAt), from: format.time(startedAt), to: format.time(endedAt) })
}
