// Walks of people and silence over the real commands and real databases: several cases at once, two nodes whose own clocks say
// anything, nodes that die before they commit, races of a person and both clocks. After each step the audit trail alone is read
// into the second set of books (model.ts): every entry is a move that could be made, by a person or the clock, with its reason and
// date; every case is what the books say; each move was told once; and nothing that is due was left lying. A walk that fails is
// cut down and printed with its seed.
import { asc, gt, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { verify } from '../../../../server/escalations/audit/verify.ts'
import type { Case } from '../../../../server/escalations/clock/case.ts'
import { caseOf } from '../../../../server/escalations/store.ts'
import type { Db, Tx } from '../../../../server/platform/database/handle.ts'
import * as schema from '../../../../server/platform/database/schema/index.ts'
import { createTransaction } from '../../../../server/platform/database/transaction.ts'
import { ANSWERS } from '../../../../shared/cases.ts'
import type { EscalationId, IdeaId, UserId } from '../../../../shared/model.ts'
import { missing } from '../../../support/services.ts'
import { seeded } from '../../sync/support/fakes.ts'
import { type CasesWorld, casesWorld, reasonOf, type Saying } from '../cases-world.ts'
import { type Book, CLOCKS, type Ground, opened, predicted, reckonedAgain, type Step, WAYS } from './model.ts'
import { DAY_MS, dayAt, HOUR_MS, nameOf, type Zone, ZONES } from './oracle.ts'

const STEPS = 60
/** A few thousand statements on a busy machine. */
const PATIENCE_MS = 120_000
/** A walk that goes wrong is walked again so often, to find what it takes. */
const TRIES = 30
const NAMES = ['ada', 'ben', 'vera', 'wim', 'dirk', 'bea', 'keeper'] as const
type Name = (typeof NAMES)[number]

type Op =
  | { do: 'wait'; ms: number }
  | { do: 'to the end'; which: number; past: number }
  | { do: 'tick'; nodes: number }
  | { do: 'die' }
  | { do: 'say'; which: number; what: number; by: Name | null; to: Name; inDays: number; bare: boolean }
  | { do: 'race'; which: number; what: number; to: Name; inDays: number; bare: boolean }
  | { do: 'away'; who: Name; from: number; days: number }
  | { do: 'holiday'; inDays: number }
  | { do: 'keeper'; who: Name }
  | { do: 'removed'; removed: boolean }

interface Plan {
  zone: Zone
  behind: Record<Name, { deputy: Name | null; manager: Name | null }>
  ops: readonly Op[]
}

function planned(random: () => number): Plan {
  const upTo = (most: number) => Math.floor(random() * most)
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)]!
  const saying = () => ({ which: upTo(3), what: random(), to: one(NAMES), inDays: 1 + upTo(40), bare: random() < 0.5 })
  const makers: [weight: number, make: () => Op][] = [
    [2, () => ({ do: 'wait', ms: Math.floor(random() ** 2 * 8 * DAY_MS) })],
    [1, () => ({ do: 'wait', ms: -upTo(HOUR_MS) })],
    [4, () => ({ do: 'to the end', which: upTo(3), past: one([0, 1, 1, HOUR_MS, 60 * DAY_MS]) })],
    [4, () => ({ do: 'tick', nodes: 1 + upTo(2) })],
    [2, () => ({ do: 'die' })],
    [9, () => ({ do: 'say', by: random() < 0.85 ? null : one(NAMES), ...saying() })],
    [3, () => ({ do: 'race', ...saying() })],
    [1, () => ({ do: 'away', who: one(NAMES), from: upTo(8) - 1, days: upTo(12) })],
    [1, () => ({ do: 'holiday', inDays: upTo(12) })],
    [1, () => ({ do: 'keeper', who: one(NAMES) })],
    [1, () => ({ do: 'removed', removed: random() < 0.4 })],
  ]
  const bag = makers.flatMap(([weight, make]) => Array.from({ length: weight }, () => make))
  const behind = () => ({ deputy: one([null, ...NAMES]), manager: one([null, ...NAMES]) })
  return {
    zone: one(ZONES),
    behind: Object.fromEntries(NAMES.map((name) => [name, behind()])) as Plan['behind'],
    ops: Array.from({ length: STEPS }, () => one(bag)()),
  }
}

class Wrong extends Error {}
function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Wrong(what)
}

/** A move of people without words is none, where they must say why. */
const REASONED: readonly string[] = ['raise', 'ask', 'reply', 'decline', 'return', 'stop', 'raise-again']
/** Why a move that is theirs may still be refused: by what other cases and the idea are. */
const BY_OTHERS = /already-waiting|not-a-sponsor|idea-over|idea-removed/

interface Nodes {
  clocks: CasesWorld['clock'][]
  dying: CasesWorld['clock']
  died(error: unknown): boolean
}

async function go(world: CasesWorld, nodes: Nodes, plan: Plan, trace: string[]): Promise<Map<string, number>> {
  const { people } = world
  const nameOfPerson = new Map(NAMES.map((name) => [people[name], name]))
  const { zone } = plan
  const made = new Map<string, number>()
  const books = new Map<EscalationId, Book>()
  let holidays: ReadonlySet<number> = new Set()
  const ground: Ground = {
    year: { zone, weekend: [0, 6], holidays },
    spans: {
      sponsor: { count: 14, unit: 'days' },
      deputy: { count: 4, unit: 'days' },
      nextLevel: { count: 3, unit: 'days' },
      person: { count: 3, unit: 'working-days' },
    },
    keeper: people.keeper,
    deputies: new Map(),
    managers: new Map(),
    away: new Map(),
  }
  await world.db.delete(schema.escalations) // of the walk before; its trail stays, and goes on
  world.away.clear()
  world.ladders.clear()
  world.keeps(people.keeper)
  for (const name of NAMES) {
    const { deputy, manager } = plan.behind[name]
    if (deputy) ground.deputies.set(people[name], people[deputy])
    if (manager) ground.managers.set(people[name], people[manager])
    world.ladders.set(people[name], {
      deputyId: deputy && people[deputy],
      managerId: manager && people[manager],
    })
  }
  const calendar = () => {
    ground.year = { zone, weekend: [0, 6], holidays }
    world.settings.calendar = {
      timeZone: zone.name,
      weekend: new Set([0, 6]),
      holidays: new Set([...holidays].map(nameOf)),
    }
  }
  calendar()
  await world.announced()
  let [last] = (await world.entries()).slice(-1)
  let removed = false
  const ideas: IdeaId[] = [await world.idea(), await world.idea()]
  const now = () => world.now().getTime()

  /** Reads what has happened into the books, and judges it. */
  async function follow(
    what: string,
    more: () => void = () => undefined,
  ): Promise<(typeof schema.caseMoves.$inferSelect)[]> {
    const rows = await world.db
      .select()
      .from(schema.caseMoves)
      .where(gt(schema.caseMoves.seq, last?.seq ?? 0))
      .orderBy(asc(schema.caseMoves.seq))
    for (const row of rows) {
      must(row.seq === (last?.seq ?? 0) + 1, `entry ${row.seq} follows on ${last?.seq}`)
      last = row
      read(row)
      made.set(row.move, (made.get(row.move) ?? 0) + 1)
    }
    more()
    const told = (await world.announced()).flatMap((one) => (one.topic === 'case.moved' ? [one.payload.seq] : []))
    must(
      told.join() === rows.map(({ seq }) => seq).join(),
      `told were ${told.join()} of ${rows.map(({ seq }) => seq).join()}`,
    )
    for (const row of await world.db.select().from(schema.escalations))
      same(caseOf(row), books.get(row.id as EscalationId)!)
    const stood = [...books.values()].map(({ state, owes }) => `${state}/${owes && nameOfPerson.get(owes)}`)
    trace.push(
      `${world.now().toISOString()} ${what}: ${rows.map(({ move }) => move).join(' ') || '–'} → ${stood.join(' ')}`,
    )
    return rows
  }

  function read(row: typeof schema.caseMoves.$inferSelect): void {
    const id = row.escalationId as EscalationId
    const after = row.after as Case
    const by = row.by as UserId | null
    const at = row.at.getTime()
    must(at === now(), `${row.move} is dated ${row.at.toISOString()}`)
    must((by === null) === CLOCKS.includes(row.move as Step), `${row.move} was made by ${by}`)
    must(!REASONED.includes(row.move) || !!row.words, `${row.move} has no reason`)
    must(!['decline', 'stop'].includes(row.move) || !!row.also, `${row.move} says not what else`)
    const book = books.get(id)
    if (!book) {
      must(row.move === 'raise', `a case begins with ${row.move}`)
      books.set(id, opened(by!, after.sponsorId, at, ground))
    } else {
      // An idea's author answers for whoever raised it.
      const mover = row.move === 'reply' && by === people.ben ? book.owes : by
      const said = { name: row.move as Step, by: mover, to: after.owedBy!, again: after.lookAgainAt }
      const keeps = predicted(book, { ...said, promise: null }, at, ground)
      const promises = after.commitment && predicted(book, { ...said, promise: after.commitment }, at, ground)
      const anew = JSON.stringify(after.commitment) !== JSON.stringify(book.promise) || after.owedSince !== book.since
      const next = row.move === 'endorse' || (row.move === 'start' && anew) ? promises : keeps
      must(next !== null, `${row.move} by ${by} may not be made in ${JSON.stringify(book)}`)
      books.set(id, next)
    }
    same(after, books.get(id)!)
  }

  function same(found: Case, book: Book): void {
    const { state, raisedBy, sponsorId, owedBy, owedSince, owedUntil, turnDays, rest, bounces, lookAgainAt } = found
    const left = [state, raisedBy, sponsorId, owedBy, owedSince, owedUntil, turnDays, bounces, lookAgainAt]
    const { raiser, sponsor, owes, since, until, given, before, again } = book
    const right = [book.state, raiser, sponsor, owes, since, until, given, book.bounces, again]
    const [is, shall] = [
      JSON.stringify([...left, rest && [rest.state, rest.owedBy, rest.days]]),
      JSON.stringify([...right, before && [before.state, before.owes, before.left]]),
    ]
    must(is === shall, `it is ${is}\nand must be ${shall}`)
  }

  const ids: EscalationId[] = []
  for (const [n, to] of [people.vera, people.vera, people.wim].entries()) {
    ids.push(await world.raised(ideas[n && 1]!, to))
    await follow(`raised ${n}`)
  }

  const isDue = (id: EscalationId) => {
    const { state, until, again } = books.get(id)!
    if (removed && id === ids[0]) return false
    return WAYS[state].lapse ? until !== null && until < now() : state === 'declined' && again !== null && again < now()
  }

  /** What each of the nodes left undone: nothing, but what has no need. */
  async function nothingLeft(): Promise<void> {
    for (const id of ids.filter(isDue)) {
      const book = books.get(id)!
      must(book.state === 'declined', `${book.state} is still due`)
      const { lookAgainAt } = await world.caseNow(id)
      const { stage } = await world.ideaNow(id === ids[0] ? ideas[0]! : ideas[1]!)
      const others = ids
        .filter((other) => other !== id && (other === ids[0]) === (id === ids[0]))
        .map((other) => books.get(other)!)
      const has = (one: Book) => {
        const open = !['endorsed', 'in-progress', 'declined', 'realised', 'stopped'].includes(one.state)
        return open && (one.sponsor === book.sponsor || (one.state === 'handed-over' && one.owes === book.sponsor))
      }
      must(lookAgainAt === null && (stage === 'realised' || others.some(has)), 'it was not looked at again')
      books.set(id, { ...book, again: null })
    }
  }

  async function tick(clocks: Nodes['clocks'], what: string, others: Promise<unknown> = Promise.resolve()) {
    const [moved] = await Promise.all([Promise.all(clocks.map((clock) => clock.tick())), others])
    await settleDeclined()
    const rows = await follow(what)
    await nothingLeft()
    const steps = rows.filter(({ by }) => by === null).length
    must(moved.reduce((sum, one) => sum + one, 0) === steps, `${moved.join('+')} moved, and there are ${steps}`)
    return rows
  }

  /** A day to look again that is not needed goes without a move. */
  async function settleDeclined(): Promise<void> {
    for (const [id, book] of books) {
      const { state, lookAgainAt } = await world.caseNow(id)
      if (state === 'declined' && book.state === 'declined' && lookAgainAt === null && book.again !== null) {
        must(book.again < now(), 'its day was taken away')
        books.set(id, { ...book, again: null })
      }
    }
  }

  async function again(what: string, userId: UserId | null): Promise<void> {
    await Promise.all(nodes.clocks.map((clock) => clock.workOutAgain(userId ? [userId] : null)))
    await follow(what, () => {
      for (const [id, book] of books) {
        if (userId === null || book.owes === userId)
          books.set(id, { ...book, until: reckonedAgain(book, now(), ground) })
      }
    })
  }

  function sayingOf(
    op: Extract<Op, { do: 'say' | 'race' }>,
  ): { id: EscalationId; by: UserId; saying: Saying; name: Step } | null {
    const id = ids[op.which]!
    const book = books.get(id)!
    const may = ANSWERS.filter((name) => WAYS[book.state][name])
    const name =
      op.do === 'say' && op.by ? ANSWERS[Math.floor(op.what * ANSWERS.length)] : may[Math.floor(op.what * may.length)]
    if (!name) return null
    const day = nameOf(dayAt(now(), zone) + op.inDays)
    const commitment = op.bare ? {} : { commitment: { ownerId: people[op.to], firstStep: 'Begin', dueOn: day } }
    const sayings: Record<(typeof ANSWERS)[number], Saying> = {
      endorse: { answer: 'endorse', ...commitment },
      ask: { answer: 'ask', question: 'Who?' },
      reply: { answer: 'reply', text: 'Me' },
      decline: { answer: 'decline', reason: 'No', wouldChange: 'Yes', ...(op.bare ? {} : { lookAgainOn: day }) },
      'hand-over': { answer: 'hand-over', toId: op.to === 'wim' ? people.wim : people.vera },
      accept: { answer: 'accept' },
      return: { answer: 'return', reason: 'Not me' },
      start: { answer: 'start', ...commitment },
      realise: { answer: 'realise', words: 'There' },
      stop: { answer: 'stop', reason: 'No', learnt: 'Much' },
      'raise-again': { answer: 'raise-again', why: 'Again' },
    }
    const whose = name === 'raise-again' ? book.raiser : (book.owes ?? book.raiser)
    return { id, name, saying: sayings[name], by: op.do === 'say' && op.by ? people[op.by] : whose }
  }

  for (const op of plan.ops) {
    // The node's own clock says anything, and is believed by nobody.
    vi.setSystemTime(Date.now() + (op.do.length % 2 ? 1 : -1) * (DAY_MS + HOUR_MS))
    switch (op.do) {
      case 'wait':
        world.advance(op.ms)
        break
      case 'to the end': {
        const { until, again: day } = books.get(ids[op.which]!)!
        world.advance(Math.max(0, (until ?? day ?? now()) + op.past - now()))
        break
      }
      case 'tick':
        await tick(nodes.clocks.slice(0, op.nodes), `${op.nodes} wake`)
        break
      case 'die': {
        const due = ids.filter(isDue).length
        const ended = await nodes.dying.tick().then(
          () => 'idle',
          (error: unknown) => (nodes.died(error) ? 'died' : String(error)),
        )
        must(ended === 'idle' || ended === 'died', `it ended with ${ended}`)
        const rows = await follow('one dies')
        must(rows.length === 0, 'a node that died before its commit has moved something')
        must(due === 0 || ended === 'died', 'it had something to do')
        // The others do it all, once.
        await tick(nodes.clocks, 'the others wake')
        break
      }
      case 'say': {
        const said = sayingOf(op)
        if (!said) break
        const book = books.get(said.id)!
        const reason = reasonOf(await world.say(said.by, said.id, said.saying))
        const rows = await follow(`${nameOfPerson.get(said.by)} says ${said.name} of ${op.which}, ${reason}`)
        must(rows.length === (reason === 'done' ? 1 : 0), `${rows.length} entries of ${reason}`)
        const author = said.name === 'reply' && said.by === people.ben
        const mover = author ? book.owes : said.by
        const to = said.name === 'hand-over' ? (op.to === 'wim' ? people.wim : people.vera) : book.sponsor
        const promise = { ownerId: to, firstStep: '', dueAt: now() }
        const could = predicted(book, { name: said.name, by: mover, to, promise, again: null }, now(), ground)
        if (reason === 'done') must(could !== null && rows[0]!.by === said.by, `${said.name} is not theirs`)
        else must(could === null || BY_OTHERS.test(reason), `${said.name} was theirs, and refused: ${reason}`)
        break
      }
      case 'race': {
        const said = sayingOf(op)
        if (!said) break
        let reason = ''
        const talk = world.say(said.by, said.id, said.saying).then((outcome) => (reason = reasonOf(outcome)))
        const rows = await tick(nodes.clocks, `${nameOfPerson.get(said.by)} says ${said.name}, and both wake`, talk)
        const theirs = rows.filter(({ by }) => by !== null).length
        must(theirs === (reason === 'done' ? 1 : 0), `${theirs} entries of ${reason}`)
        break
      }
      case 'away': {
        const from = dayAt(now(), zone) + op.from
        const who = people[op.who]
        world.away.set(who, [{ from: nameOf(from), to: nameOf(from + op.days) }])
        ground.away.set(who, new Set(Array.from({ length: op.days + 1 }, (_, n) => from + n)))
        await again(`${op.who} is away`, who)
        break
      }
      case 'holiday':
        holidays = new Set([...holidays, dayAt(now(), zone) + op.inDays])
        calendar()
        await again('a holiday', null)
        break
      case 'keeper':
        ground.keeper = people[op.who]
        world.keeps(people[op.who])
        await again(`${op.who} keeps the agenda`, null)
        break
      case 'removed':
        removed = op.removed
        await world.db
          .update(schema.ideas)
          .set({ removedAt: removed ? world.now() : null })
          .where(sql`id = ${ideas[0]}`)
        break
    }
  }
  const whole = await verify(world.db)
  must(whole.whole && whole.entries === last!.seq, `the trail: ${JSON.stringify(whole)}`)
  return made
}

describe.each([{ embedded: true }, { embedded: false }])('F17 walks of people and silence %o', ({ embedded }) => {
  const absent = !embedded && missing('postgres')
  const seeds = Array.from({ length: embedded ? 3 : 20 }, (_, n) => n + 1)
  const all = new Map<string, number>()
  let world: CasesWorld
  let nodes: Nodes
  const pools: pg.Pool[] = []
  beforeAll(async () => {
    if (absent) return
    world = await casesWorld({ embedded })
    const dies = (db: Db, how: (tx: Tx) => Promise<unknown>): Db =>
      Object.assign(Object.create(db) as Db, {
        transaction: (work: (tx: Tx) => Promise<unknown>) => db.transaction(async (tx) => how((await work(tx), tx))),
      })
    if (embedded) {
      const dead = new Error('dead')
      const dying = world.clockOn(dies(world.db, () => Promise.reject(dead)))
      nodes = { clocks: [world.clock, world.clockOn(world.db)], dying, died: (error) => error === dead }
      return
    }
    const { $client: connection } = world.db as unknown as { $client: pg.Pool }
    for (let n = 0; n < 3; n++) {
      const pool = new pg.Pool({ ...connection.options, max: 3 })
      pool.on('error', () => undefined)
      pool.on('connect', (client) => client.on('error', () => undefined))
      pools.push(pool)
    }
    const [one, two, three] = pools.map((pool) => {
      const db: Db = drizzle(pool, { schema })
      db.transaction = createTransaction(pool) // as a server has it
      return db
    }) as [Db, Db, Db]
    // Its connection ends as a killed process's does: before the commit, with everything done.
    const dying = dies(three, (tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`))
    nodes = {
      clocks: [world.clockOn(one), world.clockOn(two)],
      dying: world.clockOn(dying),
      died: (error) => /terminat|connection|rollback/i.test(`${String(error)} ${String((error as Error).cause)}`),
    }
  })
  afterEach(() => vi.useRealTimers())
  afterAll(async () => {
    for (const pool of pools) await pool.end()
    await world?.close()
  })

  async function walk(plan: Plan): Promise<{ trace: string[]; wrong: string | null }> {
    const trace: string[] = []
    try {
      for (const [move, n] of await go(world, nodes, plan, trace)) all.set(move, (all.get(move) ?? 0) + n)
      return { trace, wrong: null }
    } catch (error) {
      return { trace, wrong: error instanceof Wrong ? error.message : String((error as Error).stack) }
    }
  }

  async function cutDown(plan: Plan): Promise<Plan> {
    let least = plan
    let tries = TRIES
    for (let size = Math.ceil(plan.ops.length / 2); size >= 1 && tries > 0; size = Math.floor(size / 2)) {
      for (let from = 0; from < least.ops.length && tries > 0; tries--) {
        const shorter = { ...least, ops: least.ops.toSpliced(from, size) }
        if ((await walk(shorter)).wrong === null) from += size
        else least = shorter
      }
    }
    return least
  }

  test.skipIf(absent).each(seeds)('seed %i', { timeout: PATIENCE_MS }, async (seed) => {
    const plan = planned(seeded(seed))
    const found = await walk(plan)
    if (found.wrong === null) return
    const least = await walk(await cutDown(plan))
    throw new Error(
      [`seed ${seed} in ${plan.zone.name}`, ...(least.wrong ? least : found).trace, least.wrong ?? found.wrong].join(
        '\n',
      ),
    )
  })

  test.skipIf(absent)('the moves of people and of the clock were made', () => {
    // Who wins a race leads each walk another way: the rarest may be missing (walks.test.ts sees that every way is taken).
    const moves = ['raise', ...ANSWERS, ...CLOCKS]
    expect(moves.filter((move) => !all.has(move)).length).toBeLessThan(embedded ? 7 : 3)
  })
})
