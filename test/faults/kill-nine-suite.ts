// F1, F2 a real server dies with SIGKILL, again and again, while members and guests add ideas, vote, like and edit cards live.
// After each restart nothing that was acknowledged is missing, and what was not is sent again and counts once.
// Killed is the whole app, as production composes it (test/support/fail-point-server.ts): in two rounds of three at a named
// fail-point (before a commit, after it and before the acknowledgement, after the acknowledgement, in the ledger's delivery,
// before and after a command's commit, before and after a compaction's swap), at the one where it has died least so far, until
// it has died at every one; else at a random moment, half of these in the very moment of an acknowledgement. In CI 200 kills, each
// with edits and votes in the air: 170 on PostgreSQL and 30 on the embedded database, where a restart takes twice as long.
// KIEM_KILL_ROUNDS (for each database; 1,000 at night) and KIEM_KILL_SEED repeat a run; a failure prints its seed.
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'drizzle-orm'
import { openDatabase } from '../../server/platform/database/index.ts'
import { cardsOf, ledgerIdeas, ledgerRounds } from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView, MineView, RoundId } from '../../shared/model.ts'
import { silent } from '../server/platform/support.ts'
import { seeded } from '../server/sync/support/fakes.ts'
import { fingerprint } from '../support/documents.ts'
import { memoryFolder } from '../support/memory-folder.ts'
import { joinAsGuest, type Person, signUp } from '../support/people.ts'
import { embeddedTemplate, missing, type PostgresDatabase, postgresDatabase } from '../support/services.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'
import { deathWords, FAIL_POINTS, type FailPoint } from '../support/fail-point-names.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { allowed, hopedFor, occurrences, placeIsKept, sorted, spoken, UNSOUND, wordsOf } from './kill-nine-checks.ts'
import { BUDGET_VOTES, MAX_PER_IDEA_VOTES, type Stage, Writer } from './kill-nine-writer.ts'

/** Two hundred together, more where they cost less. */
const ROUNDS_IN_CI = { postgres: 170, embedded: 30 }
const SEED = Number(process.env.KIEM_KILL_SEED ?? Date.now() % 1_000_000)
// The server dies after this many acknowledgements of a round at most: every other time in the very moment of the last
// one, so that what was said too early is caught, else some turns of our event loop later.
const ACKS_MAX = 80
const TURNS_MAX = 30
/** One that is to die at a point has longer to come there. */
const ARMED_ACKS_MAX = 2 * ACKS_MAX
/** A server that is to die at a point does so when it has come there so often; where it comes seldom, its first time next. */
const HITS_MAX = 8
// Enough for each point to be tried twice, at the last try by its first hit.
const ROUNDS_FOR_EVERY_POINT = 3 * FAIL_POINTS.length + 1
// Two seconds a round on an idle machine; nearly all of it is the start of a process, which a busy one makes last.
const testDeadlineMs = (rounds: number) => 60_000 + rounds * 40_000
// Longer than any restart here, many times over: a ledger that has not settled by then is wrong, not slow.
const SETTLED_DEADLINE_MS = 20_000

// So many rounds on one board: the checks read all of it, and a board has an end.
const ROUNDS_PER_BOARD = 20

export function killNine(kind: 'embedded' | 'postgres'): void {
  const ROUNDS = Number(process.env.KIEM_KILL_ROUNDS ?? ROUNDS_IN_CI[kind])
  describe.skipIf(kind === 'postgres' && missing('postgres'))(`kill -9 of the server (${kind})`, () => {
    let server: ServerProcess
    let database: PostgresDatabase | undefined
    let data: Awaited<ReturnType<typeof memoryFolder>> | undefined
    let writers: Writer[] = []
    let reader: Person
    let people: Person[] = []
    let board: { boardId: BoardId; joinCode: string }
    let roundId: RoundId
    const random = seeded(SEED)
    const ideas: IdeaId[] = []
    let acks = 0
    let ideasBefore = 0
    /** Where the server died by itself, and where it was to die and did not get there in time. */
    const died = new Map<FailPoint, number>(FAIL_POINTS.map((point) => [point, 0]))
    const missed = new Map<FailPoint, number>()
    let enough = { acks: Number.POSITIVE_INFINITY, reached: () => {} }

    beforeAll(async () => {
      database = kind === 'postgres' ? await postgresDatabase() : undefined
      data = await memoryFolder()
      if (!database) await cp(await embeddedTemplate(), path.join(data.folder, 'db'), { recursive: true })
      server = await startServer({
        entry: await bundledProgram('test/support/fail-point-server.ts'),
        dataDir: data.folder,
        env: database ? { DATABASE_URL: database.url } : {},
      })
      people = [await signUp(server.url, 'ada'), await signUp(server.url, 'ben')]
      reader = await signUp(server.url, 'cleo')
    })

    /** A new board for the same people, and two guests of its own. */
    async function newBoard(): Promise<void> {
      for (const writer of writers) await writer.leaveForGood()
      ideasBefore += ideas.splice(0).length
      const [ada, ben] = people
      if (ada === undefined || ben === undefined) throw new Error('nobody is there')
      board = await ada.must('board.create', { title: 'Never lost' })
      const { boardId, joinCode } = board
      const votes = { budget: BUDGET_VOTES, maxPerIdea: MAX_PER_IDEA_VOTES, blind: false, secret: false }
      roundId = (await ada.must('round.open', { boardId, method: 'dots', ...votes })).roundId
      const others = [
        ben,
        await joinAsGuest(server.url, joinCode, 'gus'),
        await joinAsGuest(server.url, joinCode, 'gia'),
      ]
      const stage: Stage = {
        boardId,
        roundId,
        random,
        ideas,
        acknowledged() {
          acks += 1
          if (acks >= enough.acks) enough.reached()
        },
      }
      writers = [ada, ...others].map((person) => new Writer(person, stage, person.name))
      for (const writer of writers) await writer.begin()
      await until(() => expect(cardsOf(writers[0]!.doc).size).toBe(writers.length), 'the first cards')
    }

    afterAll(async () => {
      for (const { person } of writers) await person.close()
      for (const person of people) await person.close()
      await reader?.close()
      await server?.stop()
      await data?.remove()
      await database?.drop()
    })

    test(`F1 ${ROUNDS} kills lose nothing acknowledged and double nothing (seed ${SEED})`, {
      timeout: testDeadlineMs(ROUNDS),
    }, async () => {
      let armed: FailPoint | undefined
      for (let round = 1; round <= ROUNDS; round++) {
        try {
          if (round % ROUNDS_PER_BOARD === 1) await newBoard()
          await writeUntilKilled(armed)
          armed = round % 3 === 0 ? undefined : leastDied()
          await server.restart({ KIEM_FAIL_POINT: armed === undefined ? '' : `${armed} ${hitsFor(armed)}` })
          await nothingAcknowledgedIsMissing()
          await Promise.all(writers.map((writer) => writer.comeBack()))
          await everythingCountsOnce()
        } catch (cause) {
          throw new Error(`in round ${round} of seed ${SEED}, after ${acks} acknowledgements`, { cause })
        }
      }
      // A run in which nothing was in the air at the kills would prove nothing.
      expect(acks).toBeGreaterThan(ROUNDS * 5)
      expect(resent).toBeGreaterThan(ROUNDS)
      const never = [...died].flatMap(([point, times]) => (times === 0 ? [point] : []))
      if (ROUNDS >= ROUNDS_FOR_EVERY_POINT) expect(never).toEqual([])
    })

    test('F1 afterwards the tables themselves are sound', async () => {
      await server.kill()
      const config = { databaseUrl: database?.url ?? null, dataDir: server.dataDir }
      const opened = await openDatabase(config, silent)
      try {
        for (const [what, query] of Object.entries(UNSOUND)) {
          expect([what, (await opened.db.execute(query)).rows]).toEqual([what, []])
        }
        const { rows } = await opened.db.execute<{ n: number }>(sql`select count(*)::int as n from ideas`)
        expect(rows[0]?.n).toBe(ideasBefore + ideas.length)
      } finally {
        await opened.close()
      }
    })

    let resent = 0

    function leastDied(): FailPoint {
      const tries = (point: FailPoint) => (died.get(point) ?? 0) + (missed.get(point) ?? 0) / 2
      return FAIL_POINTS.reduce((least, point) => (tries(point) < tries(least) ? point : least))
    }

    function hitsFor(point: FailPoint): number {
      return 1 + Math.floor((random() * HITS_MAX) / HITS_MAX ** (missed.get(point) ?? 0))
    }

    async function writeUntilKilled(armed: FailPoint | undefined): Promise<void> {
      const turns = random() < 0.5 ? 0 : Math.floor(random() * TURNS_MAX)
      const reached = new Promise<void>((resolve) => {
        const last = acks + 1 + (armed === undefined ? Math.floor(random() * ACKS_MAX) : ARMED_ACKS_MAX)
        enough = {
          acks: last,
          reached() {
            if (turns === 0 && armed === undefined) server.signal('SIGKILL')
            resolve()
          },
        }
      })
      if (armed !== undefined) server.signal('SIGUSR2')
      const writing = Promise.all(writers.map((writer) => writer.write()))
      // A line that fails ends the round at once, with its own words.
      await Promise.race([reached, writing, server.exited])
      enough.acks = Number.POSITIVE_INFINITY
      for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
      await server.kill('SIGKILL')
      await writing
      if (armed !== undefined) {
        const counted = server.output().includes(deathWords(armed)) ? died : missed
        counted.set(armed, (counted.get(armed) ?? 0) + 1)
      }
      for (const writer of writers) {
        writer.leave()
        resent += writer.unanswered.size
      }
    }

    /** Read by somebody who wrote nothing, while those who could heal a loss are still away. */
    async function nothingAcknowledgedIsMissing(): Promise<void> {
      const live = reader.document(`board.${board.boardId}`)
      const [list] = await Promise.all([ideasNow(), live.synced()])
      expect(new Set(list.map((idea) => idea.number)).size).toBe(list.length)
      const there = new Map(list.map((idea) => [idea.ideaId, idea]))
      const known = writers.flatMap((writer) => [...writer.added.keys()])
      const hoped = writers.flatMap(hopedFor)
      for (const text of hoped) expect(list.filter((idea) => idea.text.includes(text)).length, text).toBeLessThan(2)
      const unknown = list.filter(
        ({ ideaId, text }) => !known.includes(ideaId) && !hoped.some((one) => text.includes(one)),
      )
      expect(unknown).toEqual([])
      for (const writer of writers) {
        for (const [ideaId, { number }] of writer.added) expect(there.get(ideaId)?.number, ideaId).toBe(number)
        for (const [word, count] of wordsOf(live.doc, writer))
          expect([word, count]).toEqual([word, allowed(writer, word)])
        placeIsKept(live.doc, writer)
      }
      await Promise.all(writers.map(likesAndVotesAre))
      live.close()
    }

    async function likesAndVotesAre(writer: Writer): Promise<void> {
      const mine = await writer.person.read<MineView>(`/api/boards/${board.boardId}/mine`)
      const { likes, ballot } = mine
      const like = writer.unanswered.get('idea.like')
      const vote = writer.unanswered.get('vote.cast')
      // An unanswered one may have happened or not: that idea is left out, and judged after it was sent again.
      const likedInDoubt = like?.name === 'idea.like' ? like.input.ideaId : null
      const votedInDoubt = vote?.name === 'vote.cast' ? vote.input.ideaId : null
      const liked = [...writer.likes].flatMap(([ideaId, on]) => (on ? [ideaId] : []))
      expect(sorted(likes.filter((id) => id !== likedInDoubt))).toEqual(
        sorted(liked.filter((id) => id !== likedInDoubt)),
      )
      const stored = Object.entries(ballot?.votes ?? {})
      const cast = [...writer.votes].filter(([ideaId, votes]) => votes > 0 && ideaId !== votedInDoubt)
      expect(sorted(stored.filter(([ideaId]) => ideaId !== votedInDoubt))).toEqual(sorted(cast))
      expect(stored.reduce((sum, [, votes]) => sum + votes, 0) + (ballot?.left ?? 0)).toBe(BUDGET_VOTES)
    }

    /** After everyone is back and everything unanswered was sent again: exact, on the server and on every client. */
    async function everythingCountsOnce(): Promise<void> {
      const settled = { unsaved: writers.map(() => 0), unanswered: writers.map(() => 0) }
      const now = () => ({
        unsaved: writers.map((writer) => writer.unsaved),
        unanswered: writers.map((writer) => writer.unanswered.size),
      })
      await until(() => expect(now()).toEqual(settled), 'everything written to be saved', SETTLED_DEADLINE_MS)
      const [live, ledger, list] = await Promise.all([
        reader.board(board.boardId),
        reader.ledger(board.boardId),
        ideasNow(),
      ])
      expect(sorted(list.map((idea) => idea.ideaId))).toEqual(sorted(writers.flatMap((w) => [...w.added.keys()])))
      const everywhere = () => {
        for (const { doc } of writers) expect(fingerprint(doc)).toBe(fingerprint(live.doc))
        expect(sorted(cardsOf(live.doc).keys())).toEqual(sorted(list.map((idea) => idea.ideaId)))
      }
      await until(everywhere, 'every copy of the board to be the same, with a card for each idea', SETTLED_DEADLINE_MS)
      await Promise.all(writers.map(likesAndVotesAre))
      for (const writer of writers) {
        for (const [word, { erased }] of writer.words) {
          expect([word, occurrences(live.doc, word)]).toEqual([word, erased ? 0 : 1])
        }
        placeIsKept(live.doc, writer)
      }
      const truth = new Map(list.map(({ ideaId, number }) => [ideaId, counted(ideaId, number)]))
      const ledgerSays = () => {
        const said = new Map([...ledgerIdeas(ledger.doc)].map(([id, idea]) => [id, spoken(idea, roundId)]))
        expect(Object.fromEntries(said)).toEqual(Object.fromEntries(truth))
        const voters = writers.filter((writer) => [...writer.votes.values()].some((votes) => votes > 0)).length
        expect(ledgerRounds(ledger.doc).get(roundId)?.voters).toBe(voters)
      }
      await until(ledgerSays, 'the ledger to say what the database holds', SETTLED_DEADLINE_MS)
      live.close()
      ledger.close()
    }

    const ideasNow = () => reader.read<IdeaView[]>(`/api/boards/${board.boardId}/ideas`)

    function counted(ideaId: IdeaId, number: number) {
      const likes = writers.filter((writer) => writer.likes.get(ideaId)).length
      const votes = writers.reduce((sum, writer) => sum + (writer.votes.get(ideaId) ?? 0), 0)
      return { number, likes, votes }
    }
  })
}
