// Owns putting the wall together: the projector's room with what a session that runs wants on it.

import { Button } from '@mantine/core'
import { boardDocument, type LedgerRound } from '../../shared/documents.ts'
import type { BoardId, BoardView, RoundId } from '../../shared/model.ts'
import { isSealed, type LedgerSession } from '../../shared/session.ts'
import { useDiscussion, useTopicWords, useWritten } from '../agenda/agenda.ts'
import { WallTopic } from '../agenda/wall-topic.tsx'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useDocument } from '../live/documents.ts'
import {
  type Ledger,
  useLedger,
  useLedgerBoard,
  useLedgerPeople,
  useLedgerRounds,
  useLedgerSession,
} from '../live/ledger.ts'
import { ProjectorPage, type WallSession } from '../projector/projector-page.tsx'
import { useCalledInView } from '../sessions/called-card.ts'
import { mute, useMuted } from '../sessions/chime.ts'
import { useSessionMine } from '../sessions/mine.ts'
import { useTimerNews } from '../sessions/news.ts'
import { usePresent } from '../sessions/present.ts'
import { countLeaders, phaseBefore, phaseNow, waitingFor } from '../sessions/steps.ts'
import { TimerView } from '../sessions/timer-view.tsx'
import { RisingReactions } from '../sessions/reactions.tsx'
import { WallHead } from '../sessions/wall-head.tsx'
import { areFew, WallUnseen, WallVoters } from '../sessions/wall-parts.tsx'

export function PresentRoute({ boardId }: { boardId: BoardId }) {
  const ledger = useLedger(boardId)
  const session = useLedgerSession(ledger)
  const { data: board } = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`)
  if (session?.endedAt !== null || !board) return <ProjectorPage boardId={boardId} session={null} />
  return <WithSession board={board} session={session} />
}

function WithSession({ board, session }: { board: BoardView; session: LedgerSession }) {
  const { t } = useTranslation('projector')
  const { boardId } = board
  const ledger = useLedger(boardId)
  const settings = useLedgerBoard(ledger)
  const people = useLedgerPeople(ledger)
  const rounds = useLedgerRounds(ledger)
  const present = usePresent(useDocument(boardDocument(boardId)))
  // For the server's time.
  useSessionMine(boardId, session, false)
  useTimerNews(session, true)
  useCalledInView(session.summons?.ideaId ?? null, session.summons?.at ?? null)
  const wait = waitingFor({
    present: present + (session.seats ?? 0),
    people,
    leads: countLeaders(board.facilitators, session.lead),
    ready: session.ready,
  })
  const open = settings?.roundId ? rounds.get(settings.roundId) : undefined
  const topic = useWallTopic(board, ledger, session)
  const asked = settings?.question ?? board.question
  const askedBy = settings ? settings.askedBy : board.askedBy?.name
  const wall: WallSession = {
    head: (
      <WallHead
        board={board}
        title={settings?.title ?? board.title}
        question={askedBy && asked ? t('asks', { name: askedBy, question: asked }) : asked}
        session={session}
        wait={wait}
        showsJoining={settings?.wall.show === 'join' || (session.sealed !== null && areFew(people))}
      />
    ),
    body: topic ?? bodyOf(board, session, rounds, open, people, wait?.of ?? 0),
    controls: <Sound />,
  }
  return (
    <>
      <ProjectorPage boardId={boardId} session={wall} />
      <RisingReactions boardId={boardId} far />
    </>
  )
}

/** The topic that is on, in a phase for talking; null: whatever else the wall has. */
function useWallTopic(board: BoardView, ledger: Ledger | null, session: LedgerSession): WallSession['body'] | null {
  const kind = phaseNow(session)?.kind
  const discussion = useDiscussion(ledger, session.sessionId)
  const written = useWritten(ledger)
  const wordsOf = useTopicWords(board.boardId)
  const topic = discussion?.topics.find(({ topicId }) => topicId === discussion.currentId)
  if (!discussion || !topic || (kind !== 'discuss' && kind !== 'decide')) return null
  const view = (
    <WallTopic
      discussion={discussion}
      topic={topic}
      words={wordsOf(topic)}
      written={written}
      clock={(timer) => <TimerView timer={timer} />}
    />
  )
  return { show: 'own', view }
}

/** Never what a participant may not know: unseen ideas and running votes are counts. */
function bodyOf(
  board: BoardView,
  session: LedgerSession,
  rounds: ReadonlyMap<string, LedgerRound>,
  open: LedgerRound | undefined,
  people: number,
  of: number,
): WallSession['body'] {
  const phase = phaseNow(session)
  if (phase && isSealed(phase.policy)) {
    return { show: 'own', view: <WallUnseen board={board} session={session} people={people} /> }
  }
  if (phase?.kind === 'vote' && open && open.closedAt === null) {
    // Of one that is not blind everybody sees how it stands.
    const roundId = open.result ? [...rounds].find(([, round]) => round === open)?.[0] : undefined
    if (roundId) return { show: 'result', roundId: roundId as RoundId }
    return { show: 'board', above: <WallVoters voters={open.voters} of={of} /> }
  }
  const resultId = phaseBefore(session)?.kind === 'vote' ? newestClosed(rounds) : null
  return resultId ? { show: 'result', roundId: resultId } : { show: 'board', above: null }
}

function newestClosed(rounds: ReadonlyMap<string, LedgerRound>): RoundId | null {
  const closed = [...rounds].filter(([, round]) => round.closedAt !== null && round.result !== null)
  closed.sort(([, a], [, b]) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
  return (closed[0]?.[0] as RoundId | undefined) ?? null
}

function Sound() {
  const { t } = useTranslation('session')
  const muted = useMuted()
  return (
    <Button size="compact-md" variant="default" onClick={() => mute(!muted)}>
      {t(muted ? 'lead.unmute' : 'lead.mute')}
    </Button>
  )
}
