// Owns putting a board together: the board's own room with votes on its cards, sponsors' faces, and the way to an idea.

import { Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { LedgerRound } from '../../shared/documents.ts'
import type { BoardId, BoardView, IdeaId, RoundId } from '../../shared/model.ts'
import { BoardPage } from '../boards/board-page.tsx'
import type { BoardSlots } from '../boards/slots.ts'
import { SponsorFaces } from '../escalations/sponsor-faces.tsx'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { useRead } from '../live/api.ts'
import {
  type Ledger,
  useLedger,
  useLedgerBoard,
  useLedgerIdea,
  useLedgerRound,
  useLedgerRounds,
  useLedgerSession,
} from '../live/ledger.ts'
import { useSeat } from '../live/seat.ts'
import { lazy } from '../ui/lazy.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import type { CardAsk } from './card-items.tsx'
import type { Ballot } from '../votes/ballot.ts'
import type { Voting } from '../votes/card-votes.tsx'

// What is asked for later comes later: a phone shows the board first.
const cards = async () => {
  const [items] = await Promise.all([import('./card-items.tsx'), alsoWords('session'), alsoWords('lead')])
  return items
}
const CardItems = lazy(async () => ({ default: (await cards()).CardItems }))
const CardAsked = lazy(async () => ({ default: (await cards()).CardAsked }))
const ReadyMark = lazy(async () => {
  const [room] = await Promise.all([import('../business-cases/ready-mark.tsx'), alsoWords('estimate')])
  return { default: room.ReadyMark }
})
const EnteredBy = lazy(async () => {
  const [{ EnteredBy: words }] = await Promise.all([import('../ui/entered-by.tsx'), alsoWords('lead')])
  return { default: words }
})
const RoundTools = lazy(async () => ({ default: (await import('./round-tools.tsx')).RoundTools }))
const rounds = async () => {
  const [parts] = await Promise.all([import('../votes/round-bars.ts'), alsoWords('ballot')])
  return parts
}
const RoundBar = lazy(async () => ({ default: (await rounds()).RoundBar }))
const CardVotes = lazy(async () => ({ default: (await rounds()).CardVotes }))
const VoteDots = lazy(async () => ({ default: (await rounds()).VoteDots }))
const RoundPanel = lazy(async () => ({ default: (await rounds()).RoundPanel }))
const sessions = async () => {
  const [parts] = await Promise.all([import('./session-parts.tsx'), alsoWords('session')])
  return parts
}
const SessionPart = lazy(async () => ({ default: (await sessions()).SessionPart }))
const SealedPart = lazy(async () => ({ default: (await sessions()).SealedPart }))
const SessionTools = lazy(async () => {
  const [tools] = await Promise.all([import('./session-tools.tsx'), alsoWords('session')])
  return { default: tools.SessionTools }
})

const SeatStrip = lazy(async () => {
  const [{ SeatStrip: Strip }] = await Promise.all([import('../seats/seat-strip.tsx'), alsoWords('lead')])
  return { default: Strip }
})

/** Whoever is next at a shared device begins anew: nothing of the one before stays on screen. */
export function BoardRoute({ boardId }: { boardId: BoardId }) {
  const seat = useSeat(boardId)
  return <OneBoard key={seat || ''} boardId={boardId} seat={seat} />
}

function OneBoard({ boardId, seat }: { boardId: BoardId; seat: string | undefined }) {
  const { data: board } = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`)
  const ledger = useLedger(boardId)
  const roundId = useLedgerBoard(ledger)?.roundId ?? null
  const round = useLedgerRound(ledger, roundId)
  const open = roundId && round && round.closedAt === null ? { roundId, ...round } : null
  // Every other method is voted with in a list of its own.
  const onCards = open && (open.method ?? 'dots') === 'dots'
  const [voting, setVoting] = useState<Voting | null>(null)
  const ballot = voting?.ballot ?? null
  const [asked, ask] = useState<CardAsk | null>(null)
  const may = new Set(board?.may)
  useRoundNews(open?.roundId ?? null, ledger)

  const session = useLedgerSession(ledger)
  const runs = session?.endedAt === null
  // One that ends while it is on screen still has its end to say.
  const [ran, setRan] = useState(runs)
  if (runs && !ran) setRan(true)
  const sealed = runs && (session.phases.find(({ phaseId }) => phaseId === session.phaseId)?.policy.sealed ?? false)

  const mayVote = may.has('vote.cast')
  const slots = useMemo<BoardSlots>(
    () => ({
      onOpenIdea: (ideaId) => navigate(`/i/${ideaId}`),
      cardFooter: footerFrom(ledger, mayVote ? voting : null),
      groupFooter: mayVote ? voting?.head : undefined,
      onVoteKey: mayVote ? voting?.add : undefined,
      cardMenu: (ideaId) => (
        <Suspense>
          <CardItems boardId={boardId} ideaId={ideaId} onAsk={(what) => ask({ what, ideaId })} />
        </Suspense>
      ),
      inColumn: sealed
        ? (columnId, isFirst) => (
            <Suspense>
              <SealedPart boardId={boardId} columnId={columnId} isFirst={isFirst} />
            </Suspense>
          )
        : undefined,
    }),
    [voting, boardId, ledger, mayVote, sealed],
  )
  const mayClose = may.has('round.manage') && !runs
  const bar =
    open &&
    (onCards ? (
      <Suspense>
        <CardVotes boardId={boardId} rules={open} mayVote={mayVote} onVoting={setVoting} />
        <RoundBar roundId={open.roundId} round={open} ballot={mayVote ? ballot : null} mayClose={mayClose} />
      </Suspense>
    ) : (
      board && (
        <Suspense>
          <RoundPanel roundId={open.roundId} round={open} naming={board.naming} mayVote={mayVote} mayClose={mayClose} />
        </Suspense>
      )
    ))
  return (
    <>
      <BoardPage
        boardId={boardId}
        slots={{
          ...slots,
          saysWhy: runs,
          above: (
            <>
              {board && seat !== undefined && (
                <Suspense>
                  <SeatStrip board={board} seat={seat} />
                </Suspense>
              )}
              {board && session && ran && (
                <Suspense>
                  <SessionPart board={board} ledger={ledger} session={session} />
                </Suspense>
              )}
              {bar}
            </>
          ),
          toolbar: board && (
            <Suspense>
              {may.has('session.lead') && !runs && board.archivedAt === null && <SessionTools boardId={boardId} />}
              <RoundTools board={board} ledger={ledger} isOpen={open !== null || runs} />
            </Suspense>
          ),
        }}
      />
      {asked && (
        <Suspense>
          <CardAsked boardId={boardId} asked={asked} onClose={() => ask(null)} />
        </Suspense>
      )}
    </>
  )
}

const footerFrom = (ledger: Ledger | null, voting: Voting | null) => (ideaId: IdeaId, isGrouped: boolean) => (
  <CardFooter ledger={ledger} ballot={voting?.isOn(ideaId, isGrouped) ? voting.ballot : null} ideaId={ideaId} />
)

interface CardFooterProps {
  ledger: Ledger | null
  /** Null while no vote is on about this card, or I have none. */
  ballot: Ballot | null
  ideaId: IdeaId
}

/** Under a card's words: who backs it, and my dots while a vote is on. */
function CardFooter({ ledger, ballot, ideaId }: CardFooterProps) {
  const words = useRefusal()
  const idea = useLedgerIdea(ledger, ideaId)
  return (
    <>
      {idea && <SponsorFaces escalations={idea.escalations} />}
      {/* Once it is with a sponsor, their face says more. */}
      {idea?.ready && idea.escalations.length === 0 && (
        <Suspense>
          <ReadyMark ready={idea.ready} />
        </Suspense>
      )}
      {idea?.enteredBy !== undefined && (
        <Suspense>
          <EnteredBy by={idea.enteredBy} />
        </Suspense>
      )}
      {ballot && (
        <Suspense>
          <VoteDots
            ballot={ballot}
            ideaId={ideaId}
            label={idea ? `#${idea.number}` : ''}
            onRefused={(refusal) => showNotice({ tone: 'problem', text: words(refusal) })}
          />
        </Suspense>
      )}
    </>
  )
}

/** Says when a vote begins and ends, for those who do not see the bar come and go. */
function useRoundNews(roundId: RoundId | null, ledger: Ledger | null): void {
  const { t } = useTranslation('vote')
  const before = useRef<RoundId | null>(null)
  const rounds: ReadonlyMap<string, LedgerRound> = useLedgerRounds(ledger)
  useEffect(() => {
    if (roundId === before.current) return
    const ended = before.current && rounds.get(before.current)?.closedAt
    if (roundId) announce(t('announce.opened'))
    else if (ended) announce(t('announce.closed'))
    before.current = roundId
  }, [roundId, rounds, t])
}
