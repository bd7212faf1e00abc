// Owns the one path of every command, whichever door it came through: name → input → person → rate → one transaction
// {key, place, permission, lock, handler}. It must never know a room: what a command does arrives as `handlers`.

import type { CommandName, Scope } from '../../shared/commands.ts'
import { COMMANDS, isCommandName } from '../../shared/commands.ts'
import { parseDocumentName } from '../../shared/documents.ts'
import { done, type Outcome, type Refusal, type RefusalKind, refuse } from '../../shared/outcome.ts'
import { allows, type Standing } from '../../shared/permissions.ts'
import { refusedNow } from '../../shared/permitted-now.ts'
import { seatIn, seatsMay } from '../../shared/seats.ts'
import type { Actor, CommandContext, GroupHandler, GroupHandlers, Handlers, Place } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import type { Transaction } from '../platform/database/transaction.ts'
import { type Asked, createGatherer } from './dispatch-group.ts'
import { claimKey, earlierAnswers, type KeyClaim, storeAnswers, storeResult, validKey } from './idempotency.ts'
import { parse } from './parse.ts'
import { noSuchSeat } from './place-routes.ts'

/** What an id leads to; null when it is absent. Whether this person may know of it, dispatch judges by the standing. */
export type Locate = (
  reader: Reader,
  actor: Actor,
  scope: Exclude<Scope, 'organisation'>,
  id: string,
) => Promise<Place | null>

/** The same for several people and one id, in one query; in their order. */
export type LocateEach = (
  reader: Reader,
  actors: readonly Actor[],
  scope: Exclude<Scope, 'organisation'>,
  id: string,
) => Promise<(Place | null)[]>

export interface DispatchDeps {
  /** Retries deadlocks and serialisation failures by itself (FAULTS R8, F47). */
  transaction: Transaction
  handlers: Handlers
  locate: Locate
  /** Commands that are carried out together when they come together. Without it each comes alone. */
  together?: { handlers: GroupHandlers; locateEach: LocateEach }
  /** Whom this person acts for with that seat; null: it is not theirs, or is no more. Without it nobody has any. */
  seatOf?(holder: Actor, seat: string): Promise<Actor | null>
  /** Takes one of this person's turns; 0, or the milliseconds to wait. */
  turn(userId: string): number
  now(): Date
  /** A keyed hash: stored rows must not lead back to a person (FAULTS R5). */
  hash(text: string): string
  /** What a throw is answered with: `retry` when the database is away, else `internal`, counted and logged. */
  refusalOf(error: unknown, where: string): Refusal
  onAnswer(name: CommandName | 'unknown', result: 'ok' | RefusalKind, tookMs: number): void
}

export interface Request {
  actor: Actor | null
  /** Of the command; behind it may stand for which seat (shared/seats.ts). */
  name: unknown
  input: unknown
  /** Idempotency key; absent: the command is carried out however often it is sent. */
  key?: unknown
}

export type Dispatch = (request: Request) => Promise<Outcome<unknown>>

/** Carries a refusal out of the transaction it rolls back. */
class Refused extends Error {
  readonly outcome: Outcome<unknown>
  constructor(outcome: Outcome<unknown>) {
    super('refused')
    this.outcome = outcome
  }
}

export function createDispatch(deps: DispatchDeps): Dispatch {
  const gather = createGatherer((asks) => deps.transaction((tx) => groupInTransaction(deps, tx, asks)))
  return async (request) => {
    const startedAt = performance.now()
    const { name: asked, seat } = seatIn(request.name)
    const name = isCommandName(asked) ? asked : 'unknown'
    let outcome: Outcome<unknown>
    try {
      outcome = await answer(deps, gather, { ...request, name: asked }, seat)
    } catch (error) {
      outcome = { ok: false, error: deps.refusalOf(error, name) }
    }
    deps.onAnswer(name, outcome.ok ? 'ok' : outcome.error.kind, performance.now() - startedAt)
    return outcome
  }
}

async function answer(
  deps: DispatchDeps,
  gather: (asked: Asked) => Promise<Outcome<unknown>>,
  { actor: asking, name, input, key }: Request,
  seat: string | null,
): Promise<Outcome<unknown>> {
  if (!isCommandName(name)) return refuse('not-found', 'unknown-command', 'there is no command of this name')
  if (!validKey(key))
    return refuse('invalid', 'bad-key', 'the idempotency key must be a text of at most 100 characters')
  const parsed = parse(COMMANDS[name].input, input)
  if (!parsed.ok) return parsed
  if (!asking) return refuse('sign-in', 'sign-in', 'sign in, or join the board, first')
  // A device is one device, however many people sit at it.
  const waitMs = deps.turn(asking.userId)
  if (waitMs > 0) return refuse('too-fast', 'too-many-commands', 'too many commands at once', { retryAfterMs: waitMs })

  const seated = seat === null ? done(asking) : await actorFor(deps, asking, seat, name)
  if (!seated.ok) return seated
  const actor = seated.value
  const claim = key === undefined ? null : claimOf(deps, actor, name, parsed.value, key)
  const { scope } = COMMANDS[name]
  if (scope !== 'organisation' && deps.together?.handlers[name]) {
    return gather({ actor, name, id: idOf(scope, parsed.value), input: parsed.value, claim })
  }
  try {
    return await deps.transaction(async (tx) => {
      const outcome = await inTransaction(deps, tx, actor, name, parsed.value, claim)
      if (!outcome.ok) throw new Refused(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof Refused) return error.outcome
    throw error
  }
}

/** From here on nobody knows of seats: a seat is a person with rights of their own. */
async function actorFor(deps: DispatchDeps, holder: Actor, seat: string, name: CommandName): Promise<Outcome<Actor>> {
  if (!seatsMay(COMMANDS[name].scope, COMMANDS[name].permission)) {
    return refuse('invalid', 'not-for-a-seat', 'this is for whoever holds the device, not for a seat at it')
  }
  const actor = await deps.seatOf?.(holder, seat)
  return actor ? done(actor) : noSuchSeat()
}

async function inTransaction(
  deps: DispatchDeps,
  tx: Tx,
  actor: Actor,
  name: CommandName,
  input: object,
  claim: KeyClaim | null,
): Promise<Outcome<unknown>> {
  if (claim) {
    const earlier = await claimKey(tx, claim)
    if (earlier) return earlier
  }
  const { scope, output } = COMMANDS[name]
  const place = scope === 'organisation' ? null : await deps.locate(tx, actor, scope, idOf(scope, input))
  if (scope !== 'organisation' && !place) return notFound()
  const refusal = judge(permissionFor(name, input), place, place?.standing ?? standingInOrganisation(actor), actor)
  if (refusal) return refusal

  const handler = deps.handlers[name] as (context: CommandContext, input: object) => Promise<Outcome<unknown>>
  const outcome = await handler({ tx, actor, place, now: deps.now() }, input)
  if (!outcome.ok) return outcome
  // Denied by default: what the command's output does not name does not leave (FAULTS R9).
  const value = output.parse(outcome.value)
  if (claim) await storeResult(tx, claim, value)
  return { ok: true, value }
}

/** The same for several who ask for one thing at once. A refusal is an answer here: there is nothing to roll back. */
async function groupInTransaction(deps: DispatchDeps, tx: Tx, asks: readonly Asked[]): Promise<Outcome<unknown>[]> {
  const [{ name, id }] = asks as [Asked]
  const { scope, permission, output } = COMMANDS[name]
  const handler: GroupHandler<CommandName> | undefined = deps.together?.handlers[name]
  if (scope === 'organisation' || !deps.together || !handler) throw new Error(`${name} is never carried out together`)
  const actors = asks.map(({ actor }) => actor)
  const [earlier, places] = await Promise.all([
    earlierAnswers(
      tx,
      asks.flatMap(({ claim }) => claim ?? []),
    ),
    deps.together.locateEach(tx, actors, scope, id),
  ])
  const outcomes = asks.map(({ actor, claim }, i): Outcome<unknown> | null => {
    const place = places[i]
    const known = claim && earlier.get(claim.hash)
    if (known) return known
    return place ? judge(permission, place, place.standing, actor) : notFound()
  })
  const open = asks.flatMap((asked, i) => (outcomes[i] ? [] : [{ ...asked, place: places[i]!, at: i }]))
  const answers = open.length > 0 ? await handler({ tx, now: deps.now() }, open) : []
  const stored: { claim: KeyClaim; value: unknown }[] = []
  open.forEach(({ claim, at }, i) => {
    const answer = answers[i]!
    // Denied by default: what the command's output does not name does not leave (FAULTS R9).
    outcomes[at] = answer.ok ? { ok: true, value: output.parse(answer.value) } : answer
    if (answer.ok && claim) stored.push({ claim, value: (outcomes[at] as { value: unknown }).value })
  })
  await storeAnswers(tx, stored)
  return outcomes as Outcome<unknown>[]
}

/** The row's name for an ask: nothing in it leads back to the person. */
function claimOf(deps: DispatchDeps, actor: Actor, name: CommandName, input: object, key: string): KeyClaim {
  const inputHash = deps.hash(`input ${name} ${stable(input)}`)
  return { hash: deps.hash(`key ${actor.userId} ${key}`), name, inputHash }
}

/** On a document it may depend on what kind that is. */
function permissionFor(name: CommandName, input: object): (typeof COMMANDS)[CommandName]['permission'] {
  const { scope, permission, onKind } = COMMANDS[name]
  const kind = scope === 'document' && onKind ? parseDocumentName(idOf(scope, input))?.kind : undefined
  return (kind && onKind?.[kind]) ?? permission
}

function judge(
  permission: (typeof COMMANDS)[CommandName]['permission'],
  place: Place | null,
  standing: ReadonlySet<Standing>,
  actor: Actor,
): Outcome<never> | null {
  const allowed = allows(permission, standing)
  // To whom a board is not there, nothing on it is there either. A sponsor who is asked knows of that one idea.
  if (place && !allows('board.read', standing) && !standing.has('addressed')) return notFound()
  // Guests know one board; that an organisation with its functions exists around it is not theirs to see (F57).
  if (!place && !allowed && actor.kind === 'guest') return notFound()
  if (!allowed) return refuse('forbidden', 'forbidden', 'you may not do this here')
  return place && refusedNow(place, permission)
}

function notFound(): Outcome<never> {
  return refuse('not-found', 'not-found', 'this does not exist, or is not for you to see')
}

/** How somebody stands outside any board: by role, or as a guest. */
export function standingInOrganisation(actor: Actor): ReadonlySet<Standing> {
  return actor.kind === 'guest' ? new Set<Standing>(['guest']) : new Set<Standing>(actor.roles)
}

const ID_FIELDS = {
  board: 'boardId',
  idea: 'ideaId',
  comment: 'commentId',
  round: 'roundId',
  escalation: 'escalationId',
  document: 'document',
} as const satisfies Record<Exclude<Scope, 'organisation'>, string>

function idOf(scope: Exclude<Scope, 'organisation'>, input: object): string {
  const id = (input as Record<string, unknown>)[ID_FIELDS[scope]]
  if (typeof id !== 'string') throw new Error(`a command of scope ${scope} has no ${ID_FIELDS[scope]}`)
  return id
}

/** The same text for the same input, whatever the order in which its fields were sent. */
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${stable(field)}`).join(',')}}`
}
