// Owns the wall: what hangs before a room, chosen by a facilitator from any device and followed here live. It shows the
// board, or how to join, or a result, readable from ten metres, and it takes no part: no cursors, no fields.

import { type ReactNode, Suspense, useEffect, useState } from 'react'
import { boardDocument } from '../../shared/documents.ts'
import type { BoardId, BoardView, RoundId, Wall } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { useDocument } from '../live/documents.ts'
import { useLedger, useLedgerBoard, useLedgerPeople, useLedgerRound } from '../live/ledger.ts'
import { lazy } from '../ui/lazy.ts'
import { useTabTitle } from '../ui/page.tsx'
import { ProjectorTheme } from '../ui/projector-theme.tsx'
import { ErrorState } from '../ui/states.tsx'
import { addressOf, JoinWall } from './join-wall.tsx'
import styles from './projector.module.css'
import { useStayAwake } from './stay-awake.ts'
import { WallBoard } from './wall-board.tsx'
import { WallControls } from './wall-controls.tsx'

const ResultWall = lazy(async () => {
  const [wall] = await Promise.all([import('./result-wall.tsx'), alsoWords('ballot')])
  return { default: wall.ResultWall }
})

/** What a session that runs puts on the wall; rooms never import each other, so the shell hands it in. */
export interface WallSession {
  /** Instead of the board's title: what is on, how long, how to join. */
  head: ReactNode
  /** What stands under it while the wall follows the session. */
  body: { show: 'board'; above: ReactNode } | { show: 'result'; roundId: RoundId } | { show: 'own'; view: ReactNode }
  /** More buttons for whoever stands at the wall. */
  controls: ReactNode
}

interface ProjectorPageProps {
  boardId: BoardId
  /** Null while none runs. */
  session: WallSession | null
}

export function ProjectorPage(props: ProjectorPageProps) {
  return (
    <ProjectorTheme>
      <Projection {...props} />
    </ProjectorTheme>
  )
}

function Projection({ boardId, session }: ProjectorPageProps) {
  const { t } = useTranslation('projector')
  const board = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`)
  const ledger = useLedger(boardId)
  const settings = useLedgerBoard(ledger)
  const people = useLedgerPeople(ledger)
  const document = useDocument(boardDocument(boardId))
  const wall: Wall = settings?.wall ?? board.data?.wall ?? { show: 'board' }
  const follows = wall.show === 'board' ? (session?.body ?? { show: 'board' as const, above: null }) : null
  const shownId = wall.show === 'result' ? wall.roundId : follows?.show === 'result' ? follows.roundId : null
  const roundId = shownId ?? settings?.roundId ?? null
  const round = useLedgerRound(ledger, roundId)
  const controls = useStirred()
  useStayAwake()
  useTabTitle(board.data ? t('tab', { title: board.data.title }) : t('title'))

  if (board.isError) return <ErrorState refusal={board.error} onRetry={() => void board.refetch()} />
  if (!board.data) return <div className={styles.wall} aria-busy />

  const title = settings?.title ?? board.data.title
  const asked = settings?.question ?? board.data.question
  const askedBy = settings ? settings.askedBy : board.data.askedBy?.name
  const question = askedBy && asked ? t('asks', { name: askedBy, question: asked }) : asked
  return (
    <main className={styles.wall} data-show={wall.show}>
      {session ? (
        session.head
      ) : (
        <header className={styles.header}>
          <div className={styles.heading}>
            <h1>{title}</h1>
            {question && wall.show !== 'result' && <p>{question}</p>}
          </div>
          {wall.show === 'board' && board.data.joinCode && (
            <p className={styles.corner}>
              <span>{t('corner.at', { address: addressOf(board.data) })}</span>
              <strong>{board.data.joinCode}</strong>
            </p>
          )}
        </header>
      )}
      {wall.show === 'join' && <JoinWall board={board.data} people={people} />}
      {shownId && (
        <Suspense>
          <ResultWall round={round} />
        </Suspense>
      )}
      {follows?.show === 'own' && follows.view}
      {follows?.show === 'board' && (
        <>
          {follows.above}
          <WallBoard
            document={document}
            ledger={ledger}
            round={round?.closedAt === null && !follows.above ? round : null}
            people={people}
            isAnonymous={settings?.naming === 'anonymous'}
          />
        </>
      )}
      <WallControls
        shown={controls}
        wall={wall}
        ledger={ledger}
        onShow={(next) => void send('board.show', { boardId, wall: next })}
        boardId={boardId}
        more={session?.controls}
      />
    </main>
  )
}

/** Controls hide while nobody stirs: the wall is for the room, not for its operator. */
const CALM_AFTER_MS = 4_000

function useStirred(): boolean {
  const [stirred, setStirred] = useState(true)
  useEffect(() => {
    let timer = setTimeout(() => setStirred(false), CALM_AFTER_MS)
    const stir = () => {
      setStirred(true)
      clearTimeout(timer)
      timer = setTimeout(() => setStirred(false), CALM_AFTER_MS)
    }
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
    for (const event of events) window.addEventListener(event, stir)
    return () => {
      clearTimeout(timer)
      for (const event of events) window.removeEventListener(event, stir)
    }
  }, [])
  return stirred
}
