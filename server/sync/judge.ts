// Owns how access is asked for and applied (S6): when somebody joins, when told that something changed, and in turn within
// 10 s. What the answer is, is the app's. It must never let an older answer overrule a newer one, nor take silence for yes.
import { CLOSE } from '../../shared/wire.ts'
import type { Access } from './admit.ts'
import type { Clock } from './clock.ts'
import type { SyncLimits } from './limits.ts'
import type { Person } from './presence.ts'
import type { Seat } from './seat.ts'

/** `signed-out`: there is no such person any more, and signing in may help. */
export type Verdict = Access | 'signed-out'

/** Who has waited longest is asked about first, a second at a time, so that not everyone is asked about at once. */
export const JUDGE_TICK_MS = 1_000
/** A hall that came in within a second would have its turn in the same second for ever: from this part of its time on it is spread. */
const EARLY = 1 / 5

export interface JudgePorts {
  clock: Clock
  limits: SyncLimits
  access(person: Person, document: string): Promise<Verdict>
  accessChanged(seat: Seat): void
  count(what: string): void
  note(event: string, fields: Record<string, unknown>): void
}

export class Judge {
  constructor(private readonly ports: JudgePorts) {}

  /** One question for all connections of one session to one document. */
  judge(seats: Iterable<Seat>): void {
    for (const group of groups(seats)) void this.#ask(group)
  }

  /** False: no answer was to be had. */
  judgeJoining(seat: Seat): Promise<boolean> {
    return this.#ask([seat])
  }

  /** Those whose turn it is, and of those whose turn comes soon so many that it is never everybody's at once. */
  tick(seats: Iterable<Seat>): void {
    const { accessEveryMs } = this.ports.limits
    const now = this.ports.clock.now()
    const all = groups(seats).map((group) => ({ group, askedAt: Math.min(...group.map((seat) => seat.askedAt)) }))
    const even = Math.ceil((all.length * JUDGE_TICK_MS) / (accessEveryMs - JUDGE_TICK_MS))
    all.sort((one, other) => one.askedAt - other.askedAt)
    all.forEach(({ group, askedAt }, place) => {
      const waited = now - askedAt
      const isDue = waited >= accessEveryMs - JUDGE_TICK_MS
      // Where answers are slow, more questions do not help.
      const mayBeEarly = waited >= accessEveryMs * EARLY && group.every(({ judged, judging }) => judged === judging)
      if (isDue || (place < even && mayBeEarly)) void this.#ask(group)
    })
  }

  async #ask(seats: readonly Seat[]): Promise<boolean> {
    const [first] = seats
    if (first === undefined) return true
    const { clock, limits, access } = this.ports
    const { person, document } = first
    const numbers = seats.map((seat) => {
      seat.askedAt = clock.now()
      return ++seat.judging
    })
    let verdict: Verdict
    try {
      verdict = await within(clock, limits.accessTimeoutMs, () => access(person, document))
    } catch (cause) {
      this.ports.count('access_unknown')
      this.ports.note('access-unknown', { document, user: person.userId, error: String(cause) })
      for (const seat of seats) {
        // With the database away nothing can be withdrawn either; but not for ever.
        if (clock.now() - seat.judgedAt > limits.accessLeaseMs) seat.cut('access-unknown')
      }
      return false
    }
    seats.forEach((seat, i) => this.#apply(seat, verdict, numbers[i] ?? 0))
    return true
  }

  #apply(seat: Seat, verdict: Verdict, number: number): void {
    if (seat.gone || number < seat.judged) return
    seat.judged = number
    seat.judgedAt = this.ports.clock.now()
    if (verdict === 'signed-out') return seat.refuse(CLOSE.signIn, 'sign-in')
    if (verdict === 'none') return seat.refuse(CLOSE.notAllowed, 'not-allowed')
    seat.access = verdict
    if (seat.seated) this.ports.accessChanged(seat)
  }
}

/** Rejects when the answer takes too long. */
export function within<T>(clock: Clock, ms: number, ask: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new Error(`no answer within ${ms} ms`)))
    Promise.resolve().then(ask).then(resolve, reject).finally(cancel)
  })
}

function groups(seats: Iterable<Seat>): Seat[][] {
  const by = new Map<string, Seat[]>()
  for (const seat of seats) {
    const key = JSON.stringify([seat.document, seat.person.sessionId, seat.person.userId])
    const group = by.get(key)
    if (group === undefined) by.set(key, [seat])
    else group.push(seat)
  }
  return [...by.values()]
}
