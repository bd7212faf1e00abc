// Thousands of random walks through the whole machine of cases, with the time of four zones over their changes of clocks, with
// days off, people who are away and come back, clocks that jump, restarts, and two nodes that wake for the same case. Every step
// is judged by a second set of books (model.ts) and by what was promised of the whole way. A walk that fails is cut down to the
// few steps that it takes, and printed with its seed.
import { describe, expect, test } from 'vitest'
import type { Case } from '../../../../server/escalations/clock/case.ts'
import { CLOCK, decide, due, type Move, movesOf, raise, untilNow } from '../../../../server/escalations/clock/moves.ts'
import { ANSWERS, CASE_STATES, type CaseState } from '../../../../shared/cases.ts'
import type { UserId } from '../../../../shared/model.ts'
import type { Organisation } from '../../../../shared/organisation.ts'
import { seeded } from '../../sync/support/fakes.ts'
import {
  type Book,
  CLOCKS,
  ENDED,
  type Ground,
  nextAfter,
  opened,
  predicted,
  reckonedAgain,
  type Said,
  type Step,
  WAYS,
} from './model.ts'
import { DAY_MS, dayAt, daysBetween, HOUR_MS, nameOf, type Zone, ZONES } from './oracle.ts'

const WALKS_PER_ZONE = 800
const STEPS = 28
const PATIENCE_MS = 60_000
const PEOPLE = ['ann', 'ben', 'sue', 'tom', 'dee', 'max'] as UserId[]
const STEPS_OF_PEOPLE: readonly Step[] = ANSWERS

/** All of it decided before the walk begins, so that it can be cut down and walked again. */
type Op =
  | { do: 'wait'; ms: number }
  /** To the end of the time that runs, and so much past it. */
  | { do: 'to the end'; past: number }
  | { do: 'wake' }
  /** `which` of the moves that may be made now. */
  | { do: 'move'; which: number; to: UserId; inDays: number; bare: boolean }
  /** Whether it may be made or not. */
  | { do: 'try'; name: Step; by: UserId; to: UserId }
  | { do: 'away'; who: UserId; from: number; days: number }
  | { do: 'back'; who: UserId }
  | { do: 'holiday'; inDays: number }
  | { do: 'keeper'; who: UserId }
  | { do: 'shorter'; days: number }
  | { do: 'restart' }

interface Plan {
  zone: Zone
  at: number
  weekend: readonly number[]
  holidays: readonly number[]
  behind: readonly { deputy: UserId | undefined; manager: UserId | undefined }[]
  first: readonly [raiser: UserId, sponsor: UserId]
  ops: readonly Op[]
}

function planned(zone: Zone, random: () => number): Plan {
  const upTo = (most: number) => Math.floor(random() * most)
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)]!
  const year = 2026 + upTo(3)
  const change = random() < 0.5 ? zone.forward(year) : zone.back(year)
  const at = random() < 0.7 ? change - upTo(25 * DAY_MS) : change + upTo(180 * DAY_MS)
  const first = [one(PEOPLE), one(PEOPLE)] as const
  const makers: [weight: number, make: () => Op][] = [
    [5, () => ({ do: 'wait', ms: Math.floor(random() ** 3 * 12 * DAY_MS) })],
    [1, () => ({ do: 'wait', ms: -upTo(one([HOUR_MS, DAY_MS])) })],
    [4, () => ({ do: 'to the end', past: one([-1, 0, 1, 1, HOUR_MS, 90 * DAY_MS]) })],
    [6, () => ({ do: 'wake' })],
    [9, () => ({ do: 'move', which: random(), to: one(PEOPLE), inDays: upTo(40), bare: random() < 0.5 })],
    [3, () => ({ do: 'try', name: one([...STEPS_OF_PEOPLE, ...CLOCKS]), by: one(PEOPLE), to: one(PEOPLE) })],
    [2, () => ({ do: 'away', who: one(PEOPLE), from: upTo(12) - 2, days: upTo(20) })],
    [1, () => ({ do: 'back', who: one(PEOPLE) })],
    [1, () => ({ do: 'holiday', inDays: upTo(15) })],
    [1, () => ({ do: 'keeper', who: one(PEOPLE) })],
    [1, () => ({ do: 'shorter', days: 2 + upTo(14) })],
    [1, () => ({ do: 'restart' })],
  ]
  const bag = makers.flatMap(([weight, make]) => Array.from({ length: weight }, () => make))
  return {
    zone,
    at,
    weekend: one([[0, 6], [0, 6], [5, 6], [0]]),
    holidays: Array.from({ length: upTo(8) }, () => dayAt(at, zone) + upTo(50)),
    behind: PEOPLE.map(() => ({ deputy: one([undefined, ...PEOPLE]), manager: one([undefined, ...PEOPLE]) })),
    first,
    ops: Array.from({ length: STEPS }, () => one(bag)()),
  }
}

/** What all walks together have been through. */
const seen = {
  ways: new Set<string>(),
  states: new Set<CaseState>(),
  forward: 0,
  back: 0,
  skipped: 0,
  resumed: 0,
  shortened: 0,
}

class Wrong extends Error {}
function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Wrong(what)
}

function walk(plan: Plan): { trace: string[]; wrong: string | null } {
  const trace: string[] = []
  try {
    go(plan, trace)
    return { trace, wrong: null }
  } catch (error) {
    return { trace, wrong: error instanceof Wrong ? error.message : String((error as Error).stack) }
  }
}

function go({ zone, at: start, weekend, holidays, behind, first, ops }: Plan, trace: string[]): void {
  const ground: Ground = {
    year: { zone, weekend, holidays: new Set(holidays) },
    spans: {
      sponsor: { count: 14, unit: 'days' },
      deputy: { count: 4, unit: 'days' },
      nextLevel: { count: 3, unit: 'days' },
      person: { count: 3, unit: 'working-days' },
    },
    keeper: 'kim' as UserId,
    deputies: new Map(PEOPLE.flatMap((who, n) => (behind[n]!.deputy ? [[who, behind[n]!.deputy]] : []))),
    managers: new Map(PEOPLE.flatMap((who, n) => (behind[n]!.manager ? [[who, behind[n]!.manager]] : []))),
    away: new Map(),
  }
  const absences = new Map<UserId, { from: number; to: number }[]>()
  const organisation = (): Organisation => ({
    settings: {
      ...ground.spans,
      calendar: {
        timeZone: zone.name,
        holidays: new Set([...ground.year.holidays].map(nameOf)),
        weekend: new Set(weekend),
      },
      agendaKeeperId: ground.keeper,
    },
    ladderOf: (who) => ({ deputyId: ground.deputies.get(who) ?? null, managerId: ground.managers.get(who) ?? null }),
    awayOf: (who) => (absences.get(who) ?? []).map(({ from, to }) => ({ from: nameOf(from), to: nameOf(to) })),
  })
  let of = organisation()
  let now = start
  let about = raise(...first, { at: now, organisation: of })
  let book = opened(...first, now, ground)
  /** Since it was raised: how often it came back, and whether days were given or taken under way. */
  let came = 0
  let settledSince = now

  const clockSays = () => `${nameOf(dayAt(now, zone))} +${Math.floor((now + zone.aheadMs(now)) / HOUR_MS) % 24}h`
  function agree(what: string): void {
    trace.push(`${clockSays()} ${what} → ${book.state}, ${book.owes ?? 'nobody'}`)
    const {
      state,
      raisedBy,
      sponsorId,
      owedBy,
      owedSince,
      owedUntil,
      turnDays,
      rest,
      bounces,
      commitment,
      lookAgainAt,
    } = about
    const found = [state, raisedBy, sponsorId, owedBy, owedSince, owedUntil, turnDays, bounces, commitment, lookAgainAt]
    const { raiser, sponsor, owes, since, until, given, before, promise, again } = book
    const wanted = [book.state, raiser, sponsor, owes, since, until, given, book.bounces, promise, again]
    const [left, right] = [
      JSON.stringify([...found, rest && [rest.state, rest.owedBy, rest.days]]),
      JSON.stringify([...wanted, before && [before.state, before.owes, before.left]]),
    ]
    must(left === right, `it is ${left}\nand must be ${right}`)
    must((owedBy === null) === ENDED.includes(state), `${state} is owed by ${owedBy}`)
    must((owedUntil === null) === (ENDED.includes(state) || state === 'on-agenda'), `${state} ends ${owedUntil}`)
    must((rest !== null) === (state === 'asked' || state === 'handed-over'), `${state} keeps ${JSON.stringify(rest)}`)
    // Everybody sees the same moves as the diagram has, and only whose turn it is any.
    for (const who of PEOPLE) {
      const may = movesOf(about, who)
      const expected = STEPS_OF_PEOPLE.filter(
        (name) => WAYS[state][name] && who === (name === 'raise-again' ? raisedBy : owedBy),
      )
      must(may.join() === expected.join(), `${who} may ${may.join()} and should ${expected.join()}`)
    }
    seen.states.add(state)
    if (owedUntil !== null && WAYS[state].lapse) {
      for (const direction of ['forward', 'back'] as const) {
        const change = zone[direction](new Date(owedUntil).getUTCFullYear())
        if (owedSince < change && change <= owedUntil) seen[direction] += 1
      }
    }
  }

  function step(said: Said): void {
    const { name, by, to } = said
    const move = {
      name,
      toId: to,
      sponsorId: to,
      commitment: said.promise ?? undefined,
      lookAgainAt: said.again,
    } as unknown as Move
    const was = about
    const [from, wasDue] = [book, due(about, now)]
    const next = predicted(book, said, now, ground)
    const made = decide(about, move, by ?? CLOCK, { at: now, organisation: of })
    const what = `${by ?? 'the clock'} ${name} ${to}`
    must(JSON.stringify(about) === JSON.stringify(was), 'a case was changed in place')
    must(made.ok === (next !== null), `${what} was ${made.ok ? 'made' : made.error.reason}`)
    if (!made.ok || next === null) return
    about = made.value
    book = next
    must(book.since === now || name === 'start', `${name} says since ${book.since}`)
    seen.ways.add(`${from.state} ${name} ${book.state}`)
    // Nobody's time is over before it was had, nor begins in the past.
    if (CLOCKS.includes(name)) {
      must(name === 'new-keeper' || wasDue === name, `the clock made ${name}, and due was ${wasDue}`)
      must(due(about, now) === null, 'it is due again in the moment in which it began')
    }
    if (name === 'lapse') judgeSilence(from)
    const waits = book.until !== null && WAYS[book.state].lapse
    must(!waits || dayAt(book.until!, zone) > dayAt(now, zone), `until ${book.until} leaves them no day`)
    came =
      name === 'raise-again'
        ? 0
        : came + (from.state === 'handed-over' && (name === 'return' || name === 'lapse') ? 1 : 0)
    must(book.bounces === came, `${came} times it came back, and ${book.bounces} are counted`)
    const bouncedNow = from.state === 'handed-over' && name !== 'accept'
    must(!bouncedNow || came < 2 || book.state === 'on-agenda', 'a second bounce is the management’s')
    if (from.before && book.given !== null) seen.resumed += 1
    settledSince = now
    agree(what)
  }

  /** Whoever was silent has had all their days, and the next one is the first who could be. */
  function judgeSilence(from: Book): void {
    const { year, spans, away } = ground
    const kind = from.state === 'with-deputy' ? 'deputy' : from.state === 'with-next-level' ? 'nextLevel' : 'sponsor'
    const { count, unit } = spans[['asked', 'handed-over'].includes(from.state) ? 'person' : kind]
    const had = daysBetween(
      dayAt(from.since, zone),
      dayAt(from.until!, zone),
      unit,
      year,
      away.get(from.owes!) ?? new Set(),
    )
    const promised = from.given ?? count
    must(settledSince !== from.since || had.length >= promised, `${from.owes} had ${had.length} days of ${promised}`)
    must(dayAt(now, zone) > dayAt(from.until!, zone), 'it lapsed on its last day')
    if (from.before !== null) return
    const { who, state } = nextAfter(from, now, ground)
    must(book.owes === who && book.state === state, `${who} was passed over`)
    if (state !== 'with-deputy' && from.state === 'with-sponsor') seen.skipped += 1
  }

  function wake(): void {
    // Two nodes see that it is due; whoever comes second finds under the lock that nothing is.
    const [here, there] = [due(about, now), due(JSON.parse(JSON.stringify(about)) as Case, now)]
    must(here === there, 'two nodes disagree')
    const owed = book.until !== null && WAYS[book.state].lapse !== undefined && now > book.until
    const again = book.state === 'declined' && book.again !== null && now > book.again
    must(here === (owed ? 'lapse' : again ? 'look-again' : null), `due is ${here}`)
    // Whatever else a clock might want is not to be made now, nor is the same again.
    for (const name of here ? [here, ...CLOCKS] : CLOCKS) {
      if (name === 'new-keeper' && book.owes !== ground.keeper) continue
      step({ name, by: null, to: first[1], promise: null, again: null })
    }
  }

  /** As `workOutAgain` of the clock. */
  function again(what: string): void {
    of = organisation()
    if (book.state === 'on-agenda') {
      if (book.owes !== ground.keeper)
        step({ name: 'new-keeper', by: null, to: ground.keeper, promise: null, again: null })
      return
    }
    const until = untilNow(about, { at: now, organisation: of })
    const before = book.until
    book = { ...book, until: reckonedAgain(book, now, ground) }
    about = { ...about, owedUntil: until }
    settledSince = Number.NaN
    if (before !== null && book.until! < before) {
      seen.shortened += 1
      must(before < now || dayAt(book.until!, zone) >= dayAt(now, zone), 'a debt was over before it was shortened')
    }
    agree(what)
  }

  agree(`${first[0]} raises ${first[1]}`)
  for (const op of ops) {
    switch (op.do) {
      case 'wait':
        now += op.ms
        break
      case 'to the end':
        now = Math.max(now, (book.until ?? book.again ?? now) + op.past)
        break
      case 'wake':
        wake()
        break
      case 'restart':
        about = JSON.parse(JSON.stringify(about)) as Case
        break
      case 'move': {
        const may = STEPS_OF_PEOPLE.filter((name) => WAYS[book.state][name])
        const name = may[Math.floor(op.which * may.length)]
        if (!name) break
        const day = now + op.inDays * DAY_MS
        const promise = name === 'endorse' || (name === 'start' && !op.bare)
        step({
          name,
          by: name === 'raise-again' ? book.raiser : book.owes,
          to: op.to,
          promise: promise ? { ownerId: op.to, firstStep: 'Begin', dueAt: day } : null,
          again: name === 'decline' && !op.bare ? day : null,
        })
        break
      }
      case 'try': {
        const promise = { ownerId: op.to, firstStep: '', dueAt: now }
        step({ ...op, promise, again: null })
        // And the clock may do nothing that is a person's.
        if (!CLOCKS.includes(op.name)) step({ ...op, by: null, promise, again: null })
        break
      }
      case 'away': {
        const from = dayAt(now, zone) + op.from
        absences.set(op.who, [...(absences.get(op.who) ?? []), { from, to: from + op.days }])
        const days = Array.from({ length: op.days + 1 }, (_, n) => from + n)
        ground.away.set(op.who, new Set([...(ground.away.get(op.who) ?? []), ...days]))
        again(`${op.who} is away for ${op.days + 1} days from ${nameOf(from)}`)
        break
      }
      case 'back':
        absences.delete(op.who)
        ground.away.delete(op.who)
        again(`${op.who} is back`)
        break
      case 'holiday':
        ground.year = { ...ground.year, holidays: new Set([...ground.year.holidays, dayAt(now, zone) + op.inDays]) }
        again(`a holiday in ${op.inDays} days`)
        break
      case 'keeper':
        ground.keeper = op.who
        again(`${op.who} keeps the agenda`)
        break
      case 'shorter':
        ground.spans = { ...ground.spans, sponsor: { count: op.days, unit: 'days' } }
        again(`sponsors have ${op.days} days`)
        break
    }
  }
  // From here on silence leads to a person who keeps it, in few steps, however long everything sleeps.
  for (let silent = 0; WAYS[book.state].lapse; silent++) {
    must(silent < 6, 'silence leads nowhere')
    now = Math.max(now, book.until! + 1)
    wake()
  }
}

/** The fewest steps of it that still go wrong. */
function cutDown(plan: Plan): Plan {
  let least = plan
  for (let size = Math.ceil(plan.ops.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < least.ops.length; ) {
      const shorter = { ...least, ops: least.ops.toSpliced(from, size) }
      if (walk(shorter).wrong === null) from += size
      else least = shorter
    }
  }
  return least
}

describe('any walk, by the second set of books', () => {
  test.each(ZONES)('in $name', { timeout: PATIENCE_MS }, (zone) => {
    for (let n = 0; n < WALKS_PER_ZONE; n++) {
      const seed = n * 97 + ZONES.indexOf(zone)
      const plan = planned(zone, seeded(seed))
      if (walk(plan).wrong === null) continue
      const least = walk(cutDown(plan))
      throw new Error([`seed ${seed} in ${zone.name}`, ...least.trace, least.wrong].join('\n'))
    }
  })

  test('every state was reached, every way of the diagram taken, and no other; over changes of clocks, both ways', () => {
    const all = CASE_STATES.flatMap((from) =>
      Object.entries(WAYS[from]).flatMap(([name, tos]) => tos.map((to) => `${from} ${name} ${to}`)),
    )
    expect([...seen.ways].toSorted()).toEqual(all.toSorted())
    expect([...seen.states].toSorted()).toEqual([...CASE_STATES].toSorted())
    const { forward, back, skipped, resumed, shortened } = seen
    expect(Math.min(forward, back, skipped, resumed, shortened)).toBeGreaterThan(300)
  })
})
