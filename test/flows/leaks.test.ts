// H5, F67–F78: the leak suite. Words that stand nowhere else are sealed, revealed, taken back, revealed again; everybody,
// from the admin to a client without manners, asks for everything in every phase, and every byte they are sent is searched.
// A recorder that finds nothing proves nothing: where a word must be found, it is.
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../server/platform/log.ts'
import {
  boardDocument,
  cardsOf,
  ledgerDocument,
  ledgerIdeas,
  ledgerRounds,
  ledgerSession,
} from '../../shared/documents.ts'
import { type BoardId, type IdeaId, type Naming, NAMINGS, type RoundId, type UserId } from '../../shared/model.ts'
import type { SeatView } from '../../shared/seats.ts'
import type { LedgerSession, Phase } from '../../shared/session.ts'
import { RECIPE_STEPS } from '../../shared/session.ts'
import { canary, createRecorder, type Recorder, recordAnew } from '../support/canaries.ts'
import type { LiveDocument } from '../support/documents.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'
import { rawSweep, sweep, type Targets } from './sweep.ts'

const [SEALED, SHOWN, , VOTING] = RECIPE_STEPS.brainstorm.map((step) => step.policy)
const BLIND = { budget: 9, maxPerIdea: 9, blind: true, secret: true }
const phase = (phaseId: string, policy: Phase['policy'] | undefined, round: Phase['round'] = null): Phase => ({
  phaseId,
  kind: round ? 'vote' : 'write',
  title: '',
  policy: policy!,
  timerMs: null,
  round,
})
const PHASES = [phase('write', SEALED), phase('show', SHOWN), phase('vote', VOTING, BLIND)]

const METRICS_TOKEN = 'a-token-for-the-meter'
// Where people say who they are, and what the asker says of themselves.
const PEOPLE_LISTS = ['/people', '/api/me', '/api/colleagues', '/api/sponsors', '/api/people/', '/session']

let world: World
let logged: Recorder
beforeAll(async () => {
  logged = createRecorder()
  const stream = new Writable({
    write(line: Buffer, _encoding, next) {
      logged.add('log', line)
      next()
    },
  })
  world = await startWorld({
    env: { METRICS_TOKEN, LOG_LEVEL: 'trace' },
    overrides: { log: createLog('trace', stream) },
  })
  await world.person('ada') // the first account: admin
})
afterAll(() => world.close())

/** What somebody wrote while it was sealed. */
interface Words {
  ideaId: IdeaId
  text: string
  details: string
  tag: string
  /** Typed, and replaced before anybody could see it. */
  replaced: string
  /** A whole idea, taken back before anybody could see it. */
  removed: string
}

describe.each(NAMINGS)('on a board that is %s', (naming: Naming) => {
  let boardId: BoardId
  let people: Record<'ada' | 'fay' | 'cor' | 'wanda' | 'walter' | 'gus' | 'otto' | 'nobody', Person>
  let onBoard: Person[]
  let writers: Person[]
  /** At gus's device: it is she who writes there. */
  let seat: { userId: UserId; name: string }
  let watching: { board: LiveDocument; ledger: LiveDocument }
  const wrote = new Map<Person, Words>()
  /** What walter says of gus's card, once he can see it. */
  const reason = canary()
  let recorders: Map<Person, Recorder>

  beforeAll(async () => {
    const fay = await world.person('fay')
    const made = await fay.must('board.create', { title: 'Say it', naming })
    boardId = made.boardId
    const elsewhere = await fay.must('board.create', { title: 'Elsewhere' })
    const cor = await world.person('cor')
    const ada = await world.person('ada')
    await ada.must('role.grant', { userId: cor.userId, role: 'coach' })
    people = {
      ada,
      fay,
      cor,
      wanda: await world.person(canary()),
      walter: await world.person(canary()),
      gus: await world.guest(made.joinCode, canary()),
      otto: await world.guest(elsewhere.joinCode, 'otto'),
      nobody: world.stranger(),
    }
    writers = [people.wanda, people.walter, people.gus]
    onBoard = [ada, fay, cor, ...writers]
    for (const person of onBoard) await person.read(`/api/boards/${boardId}`)
    const { seatId } = await people.gus.must('seat.add', { boardId, name: canary() })
    const [{ name }] = await people.gus.read<[SeatView]>(`/api/boards/${boardId}/seats`)
    seat = { userId: seatId, name }
    await fay.must('session.start', { boardId, recipe: 'own', phases: PHASES })
    await world.settled()
    const watcher = await world.person('watcher')
    watching = { board: await watcher.board(boardId), ledger: await watcher.ledger(boardId) }
    recorders = recordAnew(Object.values(people))
    // Everybody sits on the board from here on, as its page does.
    for (const person of onBoard) {
      await Promise.all([person.board(boardId), person.ledger(boardId)])
      await person.socket()
    }
  })

  const targets = (): Targets => ({
    boardId,
    ideaIds: [...wrote.values()].map(({ ideaId }) => ideaId),
    userIds: writers.map(({ userId }) => userId),
    seatIds: [seat.userId],
  })
  const state = (): LedgerSession | undefined => ledgerSession(watching.ledger.doc).get('state')
  const heardBy = (person: Person): Recorder => recorders.get(person)!
  const others = (person: Person) => Object.values(people).filter((one) => one !== person)

  async function everybodyAsks(): Promise<void> {
    await Promise.all(Object.values(people).map((person) => sweep(world, person, targets())))
    await Promise.all([people.walter, people.otto].map((person) => rawSweep(person, targets())))
    const meter = await people.nobody.request('GET', '/metrics', {
      headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    })
    expect(meter.status).toBe(200)
  }

  async function write(person: Person): Promise<void> {
    const words = { text: canary(), details: canary(), tag: canary(), replaced: canary(), removed: canary() }
    const as = person === people.gus ? { seat: seat.userId } : {}
    const idea = { boardId, text: `At first ${words.replaced}`, details: words.details, tags: [words.tag] }
    const { ideaId } = await person.must('idea.add', idea, as)
    const texts = [words.removed, `${words.removed} again`]
    const { ideas } = await person.must('idea.add-many', { boardId, texts }, as)
    for (const one of ideas) await person.must('sealed.remove', { boardId, ideaId: one.ideaId }, as)
    await person.must('sealed.update', { boardId, ideaId, text: `Then ${words.text}`, color: 'sky' }, as)
    // What fails must not say it either.
    await person.command('sealed.update', {
      boardId,
      ideaId,
      text: `Then ${words.text}`,
      column: 'x'.repeat(22),
    })
    await person.command('idea.add', { boardId, text: words.text, ideaId })
    wrote.set(person, { ideaId, ...words })
  }

  /** Nobody but its author has heard anything of it; the author has, by asking for what is theirs. */
  function expectSealed({ authorHears }: { authorHears: boolean }): void {
    for (const [author, words] of wrote) {
      for (const other of others(author)) {
        for (const [what, word] of Object.entries(words)) {
          const leaks = heardBy(other)
            .leaksOf(word)
            .filter((where) => !asked(where, word))
          expect([other.name, what, leaks]).toEqual([other.name, what, []])
        }
      }
      if (authorHears) expect(heardBy(author).leaksOf(words.text)).not.toEqual([])
    }
  }

  /** A refusal that is recorded under the address that was asked for says nothing its asker did not say first. */
  const asked = (where: string, word: string) => where.includes(word) && !where.includes('(text)')

  function expectNeverSaid(): void {
    for (const [author, { replaced, removed }] of wrote) {
      for (const other of others(author)) {
        expect([other.name, heardBy(other).leaksOf(replaced)]).toEqual([other.name, []])
        expect([other.name, heardBy(other).leaksOf(removed)]).toEqual([other.name, []])
      }
    }
  }

  /** Everybody on the board has it, by the live document, by HTTP and in every export; nobody else has a byte. */
  function expectShown(): void {
    for (const [, { text, details, ideaId }] of wrote) {
      for (const person of onBoard) {
        const where = heardBy(person).leaksOf(text).join('\n')
        // Guests take nothing away as a file.
        const files = person === people.gus ? [] : ['export.json', 'export.csv', 'export.md']
        for (const door of [`document board.${boardId}`, '/ideas', ...files]) {
          expect([person.name, where]).toEqual([person.name, expect.stringContaining(door)])
        }
        expect(heardBy(person).leaksOf(details)).not.toEqual([])
        expect(heardBy(person).leaksOf(ideaId)).not.toEqual([])
      }
      for (const word of [text, details]) {
        expect(heardBy(people.otto).leaksOf(word)).toEqual([])
        expect(heardBy(people.nobody).leaksOf(word)).toEqual([])
      }
    }
  }

  /** Why a card was reported only those hear who decide, its author never; and by whom nobody. */
  function expectReported(): void {
    for (const person of Object.values(people)) {
      const decides = person === people.fay || person === people.ada
      const heard = heardBy(person).leaksOf(reason)
      if (decides) expect(heard.join('\n')).toContain('/reports')
      else expect([person.name, heard]).toEqual([person.name, []])
      const who = [people.walter.userId, people.walter.name].flatMap((word) => heardBy(person).leaksOf(word))
      expect([person.name, who.filter((where) => where.includes('/reports'))]).toEqual([person.name, []])
    }
  }

  /** On an anonymous board nothing anybody was sent since names who wrote; on a named one the ideas do. */
  function expectAuthors(): void {
    for (const author of wrote.keys()) {
      for (const other of others(author)) {
        const signs =
          author === people.gus ? [seat.userId, seat.name, author.userId, author.name] : [author.userId, author.name]
        const said = signs.flatMap((word) => heardBy(other).leaksOf(word))
        const leaks = said.filter((where) => !PEOPLE_LISTS.some((list) => where.includes(list)))
        if (naming === 'anonymous') expect([other.name, leaks]).toEqual([other.name, []])
        else if (onBoard.includes(other)) expect(leaks.join('\n')).toContain('/ideas')
      }
    }
  }

  test('F72 F75 while it is sealed it is its author’s alone, admins and who leads included, by whatever path and in whatever form', async () => {
    for (const writer of writers) await write(writer)
    await until(() => expect(state()?.sealed).toEqual({ ideas: 3, people: 3 }), 'the counts')
    await everybodyAsks()
    for (const person of onBoard) expect(heardBy(person).heardBytes).toBeGreaterThan(10_000)
    expectSealed({ authorHears: true })
    expectNeverSaid()
    if (naming === 'anonymous') expectAuthors()
  })

  test('S24 F69 presence says that somebody is there, whatever a client puts into it', async () => {
    recorders = recordAnew(Object.values(people))
    const word = canary()
    const { awareness } = (await people.wanda.board(boardId)).provider
    const card = wrote.get(people.wanda)!.ideaId
    awareness.setLocalState({ user: { name: word, color: word }, typing: word, card, cursor: { card, text: word } })
    await until(() => watching.board.provider.awareness.getStates().size > 1, 'somebody to be there')
    await everybodyAsks()
    for (const other of others(people.wanda)) {
      const { userId, name } = people.wanda
      const said = [word, card, userId, name].flatMap((one) => heardBy(other).leaksOf(one))
      const byPresence = said.filter((where) => /^(?:document|raw|event) /.test(where) && !asked(where, card))
      expect([other.name, byPresence]).toEqual([other.name, []])
    }
  })

  test('at the reveal everybody on the board has all of it, and nothing of what was taken back before', async () => {
    recorders = recordAnew(Object.values(people))
    await people.fay.must('session.advance', { boardId, from: 'write', now: true })
    await until(() => cardsOf(watching.board.doc).size === 3, 'the cards')
    await people.walter.must('idea.report', { ideaId: wrote.get(people.gus)!.ideaId, reason })
    await world.settled()
    await everybodyAsks()
    expectShown()
    expectNeverSaid()
    expectAuthors()
    expectReported()
  })

  test('taken back, it is as if it had never been: no event says it, and whoever comes now finds no byte', async () => {
    recorders = recordAnew(Object.values(people))
    await people.fay.must('session.undo', { boardId, from: 'show' })
    await until(() => cardsOf(watching.board.doc).size === 0, 'the cards to be gone')
    await until(() => ledgerIdeas(watching.ledger.doc).size === 0, 'the ledger to know nothing')
    await world.settled()
    await everybodyAsks()
    // Events of removal name what is removed by its id, which everybody has seen; the words they never repeat.
    for (const [author, { text, details, tag }] of wrote) {
      for (const other of others(author)) {
        for (const word of [text, details, tag]) {
          expect([other.name, heardBy(other).leaksOf(word)]).toEqual([other.name, []])
        }
      }
    }
    expectNeverSaid()
    // F68: nor does the log still hold it, or what was kept of the documents.
    const kept = createRecorder()
    for (const live of [boardDocument(boardId), ledgerDocument(boardId)]) {
      const rows = await bytesOf(`select bytes from sync_updates where document = '${live}'
        union all select snapshot from sync_documents where name = '${live}'
        union all select state from document_versions where document = '${live}'`)
      for (const bytes of rows) kept.add(live, bytes)
    }
    kept.add('ideas', JSON.stringify(await readable(`select * from ideas where board_id = '${boardId}'`)))
    expect(kept.heardBytes).toBeGreaterThan(1_000)
    for (const { text, details, tag } of wrote.values()) {
      for (const word of [text, details, tag]) expect(kept.leaksOf(word)).toEqual([])
    }
    // What was said of a card goes with it.
    for (const person of Object.values(people)) expect(heardBy(person).leaksOf(reason)).toEqual([])
  })

  test('what is changed after that is new, and sealed as before', async () => {
    recorders = recordAnew(Object.values(people))
    const words = wrote.get(people.wanda)!
    words.replaced = words.text
    words.text = canary()
    const { ideaId, text } = words
    await people.wanda.must('sealed.update', { boardId, ideaId, text: `Better ${text}` })
    await everybodyAsks()
    for (const other of others(people.wanda))
      expect([other.name, heardBy(other).leaksOf(text)]).toEqual([other.name, []])
    expect(heardBy(people.wanda).leaksOf(text)).not.toEqual([])
  })

  test('revealed again, it is the new words that everybody has', async () => {
    recorders = recordAnew(Object.values(people))
    await people.fay.must('session.advance', { boardId, from: 'write', now: true })
    await until(() => cardsOf(watching.board.doc).size === 3, 'the cards')
    await world.settled()
    await everybodyAsks()
    expectShown()
    expectNeverSaid()
    expectAuthors()
  })

  test('F77 votes of a blind and secret round are their voter’s alone, and nobody hears who voted', async () => {
    const roundId = await voting()
    recorders = recordAnew(Object.values(people))
    const { ideaId } = wrote.get(people.walter)!
    await people.gus.must('vote.cast', { roundId, ideaId, votes: 7 })
    await people.gus.must('vote.cast', { roundId, ideaId, votes: 5 }, { seat: seat.userId })
    await world.settled()
    await everybodyAsks()
    for (const other of others(people.gus)) {
      const said = [people.gus.userId, seat.userId].flatMap((word) => heardBy(other).leaksOf(word))
      const leaks = said.filter((where) => !PEOPLE_LISTS.some((list) => where.includes(list)))
      // The ideas of a named board name their authors; a vote is nowhere.
      const byVoting = leaks.filter((where) => naming === 'anonymous' || /event|round|mine/.test(where))
      expect([other.name, byVoting]).toEqual([other.name, []])
    }
    expect(ledgerIdeas(watching.ledger.doc).get(ideaId)?.tallies).toEqual([])
    expect(heardBy(people.gus).leaksOf(roundId)).not.toEqual([])
  })

  test('after the end everybody still has what was shown, and nobody what was not', async () => {
    recorders = recordAnew(Object.values(people))
    await people.fay.must('session.end', { boardId })
    await until(() => state()?.endedAt !== null, 'the end')
    await world.settled()
    await everybodyAsks()
    expectShown()
    expectNeverSaid()
    expectAuthors()
  })

  test('F74 no log, no outbox row and no stored answer holds a word of it, then or later', async () => {
    expect(logged.heardBytes).toBeGreaterThan(1_000)
    const kept = createRecorder()
    for (const table of [
      'outbox',
      'outbox_deliveries',
      'command_results',
      'session_steps',
      'session_marks',
      'mails',
      'news',
    ]) {
      kept.add(table, JSON.stringify(await readable(`select to_jsonb(t) as row from ${table} t`)))
    }
    for (const { text, details, tag, replaced, removed } of wrote.values()) {
      for (const word of [text, details, tag, replaced, removed]) {
        expect([...logged.leaksOf(word), ...kept.leaksOf(word)]).toEqual([])
      }
    }
    expect([...logged.leaksOf(reason), ...kept.leaksOf(reason)]).toEqual([])
  })

  async function voting(): Promise<RoundId> {
    await people.fay.must('session.advance', { boardId, from: 'show', now: true })
    return until(() => {
      const [open] = [...ledgerRounds(watching.ledger.doc).entries()].filter(([, round]) => round.closedAt === null)
      return (open?.[0] as RoundId | undefined) ?? false
    }, 'the round')
  }
})

async function bytesOf(statement: string): Promise<Uint8Array[]> {
  const rows = (await readable(statement)) as { bytes: Uint8Array | null }[]
  return rows.flatMap(({ bytes }) => (bytes ? [bytes] : []))
}

async function readable(statement: string): Promise<unknown[]> {
  return (await world.app.database.pool.query(statement, [])).rows
}
