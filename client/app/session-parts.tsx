// Owns what a board shows of a session, put together in one late script: the bar over it, the news, and the place for
// cards that only their author sees. A board without a session never loads it.

import { Suspense, useMemo, useState } from 'react'
import type { BoardId, BoardView, ColumnId, IdeaId } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { useCard, useRoom } from '../boards/room.ts'
import { mayShow, showCard, type Shown } from '../boards/show-card.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { type Ledger, useLedgerBoard, useLedgerIdea, useLedgerPeople, useLedgerReceipts } from '../live/ledger.ts'
import { useCalledMark } from '../sessions/called-card.ts'
import { useSessionMine } from '../sessions/mine.ts'
import { usePhaseNews, useReceiptNews, useReveal, useTimerNews } from '../sessions/news.ts'
import { RisingReactions } from '../sessions/reactions.tsx'
import { SealedCards } from '../sessions/sealed-cards.tsx'
import { SeeAsLine } from '../sessions/see-as-line.tsx'
import { SessionBar } from '../sessions/session-bar.tsx'
import { useSummons } from '../sessions/summons.ts'
import { lazy } from '../ui/lazy.ts'

const agenda = async () => {
  const [parts] = await Promise.all([import('./discussion-part.tsx'), alsoWords('discussion')])
  return parts
}
const DiscussionPart = lazy(async () => ({ default: (await agenda()).DiscussionPart }))
const EndedPart = lazy(async () => ({ default: (await agenda()).EndedPart }))

/** In a phase for talking, and when a session begins: what was agreed last time is looked at first. */
function mayTalk({ phases, phaseId }: LedgerSession): boolean {
  const kind = phases.find((phase) => phase.phaseId === phaseId)?.kind
  return kind === 'discuss' || kind === 'decide' || phases[0]?.phaseId === phaseId
}

const ReportNews = lazy(async () => {
  const [{ ReportNews: news }] = await Promise.all([import('../sessions/report-news.tsx'), alsoWords('lead')])
  return { default: news }
})

const CalledSheet = lazy(async () => ({ default: (await import('../sessions/called-sheet.tsx')).CalledSheet }))
/** As the board's own: below this it shows one column at a time, and a card is one among many there. */
const PHONE_QUERY = '(max-width: 47.99em)'

const NO_CARD = '' as IdeaId

interface SessionPartProps {
  board: BoardView
  ledger: Ledger | null
  session: LedgerSession
}

/** Stays when the session ends, to say so. */
export function SessionPart({ board, ledger, session: published }: SessionPartProps) {
  const { boardId } = board
  const room = useRoom()
  // A card that was taken away since, or is not here yet: nobody is called to nothing.
  const summoned = published.endedAt === null ? (published.summons?.ideaId ?? null) : null
  const called = useCard(summoned ?? NO_CARD) ? summoned : null
  const session = called === summoned ? published : { ...published, summons: null }
  const leads = board.may.includes('session.lead')
  const { data: mine } = useSessionMine(boardId, session, leads)
  const publicReceipts = useLedgerReceipts(ledger)
  const receipts = useMemo(
    () => (publicReceipts?.sessionId === session.sessionId ? publicReceipts.receipts : []),
    [publicReceipts, session.sessionId],
  )
  const wall = useLedgerBoard(ledger)?.wall ?? null
  const people = useLedgerPeople(ledger)
  usePhaseNews(boardId, session, leads)
  useTimerNews(session, leads)
  useReceiptNews(boardId, session, mine, receipts)
  useReveal(session)
  const label = (ideaId: IdeaId) => labelOf(ledger?.ideas.get(ideaId)?.number, room.store.card(ideaId)?.title)
  const [large, setLarge] = useState(false)
  if (large && !called) setLarge(false)
  function show(ideaId: IdeaId, asked: boolean): Shown {
    if (leads || !window.matchMedia(PHONE_QUERY).matches) return showCard(room, ideaId, asked)
    const may = mayShow(room, ideaId, asked || large)
    if (may === 'shown') setLarge(true)
    return may
  }
  useSummons(session, mine, leads, label, show)
  useCalledMark(called)
  if (session.endedAt !== null) {
    return (
      <Suspense>
        <SeeAsLine board={board} session={session} />
        <EndedPart boardId={boardId} sessionId={session.sessionId} />
      </Suspense>
    )
  }
  return (
    <>
      <Suspense>
        <ReportNews boardId={boardId} />
      </Suspense>
      <SeeAsLine board={board} session={session} />
      <RisingReactions boardId={boardId} />
      {large && called ? (
        <Suspense>
          <Called
            boardId={boardId}
            ideaId={called}
            ledger={ledger}
            onClose={(stays) => {
              setLarge(false)
              // Once the sheet is gone: the card lies framed in its column.
              if (!stays) requestAnimationFrame(() => showCard(room, called, true))
            }}
          />
        </Suspense>
      ) : null}
      <SessionBar board={board} session={session} mine={mine} wall={wall} people={people} label={label} show={show} />
      {mayTalk(session) ? (
        <Suspense>
          <DiscussionPart board={board} ledger={ledger} session={session} />
        </Suspense>
      ) : null}
    </>
  )
}

interface CalledProps {
  boardId: BoardId
  ideaId: IdeaId
  ledger: Ledger | null
  onClose: (stays: boolean) => void
}

/** Its words as they are now: they may be edited while everybody looks. */
function Called({ ledger, ideaId, ...rest }: CalledProps) {
  const card = useCard(ideaId)
  const number = useLedgerIdea(ledger, ideaId)?.number
  return card ? <CalledSheet {...rest} ideaId={ideaId} number={number} words={card.title} color={card.color} /> : null
}

/** Longer is a second line in the bar. */
const LABEL_CHARS = 40

function labelOf(number: number | undefined, title: string | undefined): string {
  const words = (title ?? '').trim().split('\n')[0] ?? ''
  const short = words.length > LABEL_CHARS ? `${words.slice(0, LABEL_CHARS)}…` : words
  return [number ? `#${number}` : '', short].filter(Boolean).join(' ')
}

export function SealedPart({
  boardId,
  columnId,
  isFirst,
}: {
  boardId: BoardId
  columnId: ColumnId | null
  isFirst: boolean
}) {
  return <SealedCards boardId={boardId} columnId={columnId} isFirst={isFirst} />
}
