// Owns making the room of an open board and tearing it down: one store, one undo, one presence per open document. It
// draws nothing.

import { useEffect, useMemo, useRef, useState } from 'react'
import { boardDocument } from '../../shared/documents.ts'
import { type BoardId, type BoardView, type IdeaId, type MineView } from '../../shared/model.ts'
import { CLOSED_BY_LOCK, OPEN_IN_ARCHIVE, type Permission } from '../../shared/permissions.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, type Reading, sourceOf, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { type LiveDocument, useDocument, useDocumentState } from '../live/documents.ts'
import { newId } from '../live/keys.ts'
import { useLedger, useLedgerBoard } from '../live/ledger.ts'
import { amend } from '../live/reads.ts'
import { createStore } from '../live/store.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { BoardStore } from './board-store.ts'
import { Capture } from './capture.ts'
import { CardFocus } from './card-focus.ts'
import { undoOf } from './edits.ts'
import { Likes } from './likes.ts'
import { type News, OthersNews } from './others-news.ts'
import { Presence } from './presence.ts'
import type { BoardRoom, CardQuestion } from './room.ts'
import { Selection } from './selection.ts'
import type { BoardSlots, CardSlots } from './slots.ts'

/** What lives as long as the document is open. */
type Workings = Pick<
  BoardRoom,
  'store' | 'undo' | 'focus' | 'selection' | 'presence' | 'capture' | 'likes' | 'likedByMe' | 'document'
> & { mine: ReturnType<typeof createStore<ReadonlySet<string>>>; destroy: () => void }

function after(ms: number, fn: () => void): () => void {
  const timer = setTimeout(fn, ms)
  return () => clearTimeout(timer)
}

function makeWorkings(boardId: BoardId, document: LiveDocument, tell: (news: News) => void, words: Words): Workings {
  const store = new BoardStore(document.doc)
  const undo = undoOf(document.doc)
  const presence = new Presence(document.awareness)
  const likedByMe = createStore<ReadonlySet<string>>(new Set())
  const mine = createStore<ReadonlySet<string>>(new Set())
  const mineSource = sourceOf<MineView>(`mine:${boardId}`, `/api/boards/${boardId}/mine`)
  const capture = new Capture({
    boardId,
    store,
    newId,
    add: (idea) => send('idea.add', idea),
    addMany: (ideas) => send('idea.add-many', ideas),
    onSealed: () => invalidate([mineSource.topic]),
    onAdded: (ideaId) => mine.set(new Set(mine.get()).add(ideaId)),
    onRefused: (refusal) => announce(words(refusal)),
  })
  const likes = new Likes({
    send: (ideaId, liked) => send('idea.like', { ideaId, liked }),
    onDone: (ideaId, liked) => {
      amend(mineSource, (view) => {
        const others = view.likes.filter((id) => id !== ideaId)
        return { ...view, likes: liked ? [...others, ideaId] : others }
      })
    },
    onRefused: (refusal) => showNotice({ text: words(refusal), tone: 'problem' }),
  })
  const news = new OthersNews({ tell, after, isMine: (ideaId) => capture.isSent(ideaId) })
  // What comes before the first answer of the server is the board itself, not news.
  const stopNews = store.onChange((change) => {
    if (document.state.get().synced) news.hear(change)
  })
  return {
    document,
    store,
    undo,
    presence,
    capture,
    likes,
    likedByMe,
    mine,
    focus: new CardFocus(),
    selection: new Selection(),
    destroy() {
      stopNews()
      news.stop()
      capture.destroy()
      presence.destroy()
      undo.destroy()
      store.destroy()
    },
  }
}

type Words = ReturnType<typeof useRefusal>

function useTellNews(): (news: News) => void {
  const { t } = useTranslation('board')
  return ({ added, removed, moved }) => {
    if (added > 0) announce(t('say.othersAdded', { count: added }))
    if (removed > 0) announce(t('say.othersRemoved', { count: removed }))
    if (moved > 0) announce(t('say.othersMoved', { count: moved }))
  }
}

export interface OpenRoom {
  board: Reading<BoardView>
  document: LiveDocument | null
  /** Null until the document is open. */
  room: BoardRoom | null
  question: CardQuestion | null
  answer: () => void
}

export function useOpenRoom(boardId: BoardId, slots: BoardSlots): OpenRoom {
  const board = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`)
  const mineView = useRead<MineView>(`mine:${boardId}`, `/api/boards/${boardId}/mine`)
  const document = useDocument(boardDocument(boardId))
  const { access } = useDocumentState(document)
  const ledger = useLedger(boardId)
  const settings = useLedgerBoard(ledger)
  const [workings, setWorkings] = useState<Workings | null>(null)
  const [question, setQuestion] = useState<CardQuestion | null>(null)
  const { t } = useTranslation('board')
  const format = useFormat()
  const words = useRefusal()
  const tellNews = useTellNews()
  // The room outlives a change of language or of a callback: it always calls the newest.
  const latest = useRef({ words, tellNews })
  useEffect(() => {
    latest.current = { words, tellNews }
  })

  useEffect(() => {
    if (!document) return
    const made = makeWorkings(
      boardId,
      document,
      (news) => latest.current.tellNews(news),
      (refusal) => latest.current.words(refusal),
    )
    // oxlint-disable-next-line react/set-state-in-effect -- an outside thing was opened; it must be closed again
    setWorkings(made)
    return () => {
      setWorkings(null)
      made.destroy()
    }
  }, [boardId, document])

  useEffect(() => {
    if (!workings || !mineView.data) return
    workings.likedByMe.set(new Set(mineView.data.likes))
    workings.mine.set(new Set([...workings.mine.get(), ...mineView.data.ideas]))
  }, [workings, mineView.data])

  const permissions = board.data?.may
  const naming = settings?.naming ?? board.data?.naming ?? 'named'
  const locked = settings?.locked ?? board.data?.locked ?? false
  const archived = (settings?.archivedAt ?? board.data?.archivedAt ?? null) !== null
  const { onOpenIdea, cardFooter, groupFooter, cardMenu, inColumn, onVoteKey } = slots
  // Every card is drawn from these: a shell that hands in a new object each time must not redraw them all.
  const cardSlots = useMemo(
    (): CardSlots => ({ onOpenIdea, cardFooter, groupFooter, cardMenu, inColumn, onVoteKey }),
    [onOpenIdea, cardFooter, groupFooter, cardMenu, inColumn, onVoteKey],
  )
  const room = useMemo((): BoardRoom | null => {
    if (!workings || workings.document !== document) return null
    const held = new Set(permissions ?? OFFLINE_MAY)
    return {
      boardId,
      ...workings,
      ledger,
      slots: cardSlots,
      naming,
      t,
      format,
      may(permission) {
        if (!held.has(permission)) return false
        // The ledger knows of a lock before the list of permissions has been asked for again.
        if ((locked || access === 'damaged') && CLOSED_BY_LOCK.has(permission)) return false
        if (archived && !OPEN_IN_ARCHIVE.has(permission)) return false
        return access !== 'view' || permission !== 'board.write'
      },
      isMine: (ideaId: IdeaId) => workings.mine.get().has(ideaId),
      ask: setQuestion,
    }
  }, [workings, document, boardId, ledger, cardSlots, naming, t, format, permissions, locked, archived, access])

  return { board, document, room, question, answer: () => setQuestion(null) }
}

/** Opened from this device's copy, without the server's word: what everyone on a board may do. The server decides later. */
const OFFLINE_MAY: readonly Permission[] = ['board.read', 'board.write', 'idea.add', 'idea.like']
