// Owns the shape in which a command reaches its room. Dispatch has by then parsed the input, found the board,
// checked permission and rate, and opened the transaction; the handler reads and writes through `tx` alone.
// A refusal rolls the transaction back. Effects on the world outside are outbox rows enqueued in the same `tx`.

import type { CommandName, InputOf, OutputOf } from '../../shared/commands.ts'
import type { BoardId, IdeaId, Language, Naming, Role, UserId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Standing } from '../../shared/permissions.ts'
import type { PhasePolicy } from '../../shared/session.ts'
import type { Tx } from './database/handle.ts'
import type { Topic, Topics } from './topics.ts'

/** Who asks. Built from the session once per request, never from the input. */
export interface Actor {
  userId: UserId
  sessionId: string
  name: string
  kind: 'member' | 'guest'
  roles: ReadonlySet<Role>
  language: Language
  /** Came by the signed link in a mail, without signing in. */
  via?: 'link'
  /** Acts for this seat: everything above but session and language is the seat's own (server/seats/seating.ts). */
  seat?: { holderId: UserId; proxy: boolean; forId: UserId | null }
}

/** What the input's id leads to: the board, its state, and how the actor stands there. */
export interface Place {
  boardId: BoardId
  naming: Naming
  locked: boolean
  archived: boolean
  /** Of the session that runs on the board; null: none does. What it takes away, `mayInPhase` says. */
  phase: PhasePolicy | null
  /** The idea in question, where the scope is an idea or a comment on one. */
  ideaId: IdeaId | null
  /** All standings that hold here, organisation roles included. */
  standing: ReadonlySet<Standing>
}

export type Enqueue = <T extends Topic>(tx: Tx, topic: T, key: string, payload: Topics[T]) => Promise<void>

export interface CommandContext {
  tx: Tx
  actor: Actor
  /** Null for commands of scope `organisation`. */
  place: Place | null
  now: Date
}

export type Handler<N extends CommandName> = (
  context: CommandContext,
  input: InputOf<N>,
) => Promise<Outcome<OutputOf<N>>>

/** One of several who ask in the same moment; parsed, placed and permitted like a command that comes alone. */
export interface Ask<N extends CommandName> {
  actor: Actor
  place: Place
  input: InputOf<N>
}

export type GroupContext = Pick<CommandContext, 'tx' | 'now'>

/**
 * Carries out many asks about one thing in one transaction: answers in their order, each as if it had come alone and
 * after the ones before it. A refused one must leave nothing behind, because nothing is rolled back for it.
 */
export type GroupHandler<N extends CommandName> = (
  context: GroupContext,
  asks: readonly Ask<N>[],
) => Promise<Outcome<OutputOf<N>>[]>

/** For commands that a whole room sends at once. */
export type GroupHandlers = { [N in CommandName]?: GroupHandler<N> }

/** A command without a handler does not compile: compose.ts must hand dispatch all of them. */
export type Handlers = { [N in CommandName]: Handler<N> }

/** The board's place, for handlers whose scope guarantees one. */
export function placeOf(context: CommandContext): Place {
  if (!context.place) throw new Error('this command has no place: its scope is organisation')
  return context.place
}
