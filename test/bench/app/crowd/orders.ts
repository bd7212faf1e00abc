// Owns: what the bench of the whole program asks of its crowd, a process of its own, and what that answers.
import type { BoardId, IdeaId, RoundId } from '../../../../shared/model.ts'

/** Found in the bytes of a document: what everybody's ideas begin with. */
export const WRITTEN = 'Less paper, more air'

export type CrowdOrder =
  /** Guests arrive evenly: each asks to join, and has the board and its ledger at hand. They stay as voters; `looking`: their
   * documents stay open too, and at every step they ask what a page asks. */
  | {
      do: 'join'
      url: string
      joinCode: string
      boardId: BoardId
      guests: number
      withinMs: number
      looking?: boolean
    }
  /** Each adds so many ideas, all evenly over the time. Texts begin with WRITTEN. */
  | { do: 'write-ideas'; boardId: BoardId; each: number; withinMs: number }
  /** From now on everybody counts the cards that come; answered at once. */
  | { do: 'watch' }
  /** Resolves when everybody has seen so many since. */
  | { do: 'seen'; cards: number }
  /** Evenly: each vote at its own moment, whatever became of the one before. */
  | { do: 'vote-calm'; roundId: RoundId; ideas: IdeaId[]; votes: number; withinMs: number }
  /** Everybody casts the next vote as soon as the last one is acknowledged. */
  | { do: 'vote-rush'; roundId: RoundId; ideas: IdeaId[]; forMs: number }
  /** Stock y-websocket clients, so many on each board, all in. */
  | { do: 'open'; seats: Seat[] }
  /** They write from now on, each so often, and count for how long they are away. */
  | { do: 'write'; everyMs: number }
  /** They stop; resolves once everybody is in and everything is saved, or after the patience given. */
  | { do: 'settle'; patienceMs: number }
  | { do: 'leave' }

/** One client: a guest's cookie, the board and the card it writes on. */
export interface Seat {
  url: string
  cookie: string
  boardId: BoardId
  ideaId: IdeaId
}

export interface CrowdAnswers {
  join: { tookMs: number[]; steps: Record<'join' | 'page' | 'documents', number[]>; effort: Effort }
  'write-ideas': { tookMs: number[]; refused: number; effort: Effort }
  watch: null
  /** When the last card came, of each, by the machine's clock; and how long each waited for what a page asks at a step. */
  seen: { at: number[]; askedMs: number[]; effort: Effort }
  'vote-calm': { tookMs: number[]; refused: number; effort: Effort }
  'vote-rush': { tookMs: number[]; refused: number; ms: number; effort: Effort }
  open: null
  write: null
  settle: {
    awayMs: number[]
    /** Of each absence: until a new line stood, and at which attempt. */
    lineMs: number[]
    attempts: number[]
    written: number
    neverBack: number
    effort: Effort
  }
  leave: null
}

/** What the crowd itself needed: where it is the limit, a figure says nothing of the server. */
export interface Effort {
  /** Of one processor, 0 to 1. */
  share: number
  /** How late its timers were. */
  lagP99Ms: number
}
