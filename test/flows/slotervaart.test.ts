// Owns: a real vote, cast again. The ideas of Buurtbudget Slotervaart (Amsterdam, 2022) come in as a file, a session is led
// to its vote, 3,908 guests join and cast their real ballots over HTTP, and the result is the published one, vote for vote.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportReport } from '../../shared/exchange.ts'
import type { BoardView, IdeaId, IdeaView, RoundId } from '../../shared/model.ts'
import { ledgerRounds } from '../../shared/documents.ts'
import { Person, signUp } from '../support/people.ts'
import { phase, WATCH } from '../support/phases.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { missing, postgresDatabase, type PostgresDatabase } from '../support/services.ts'
import { until } from '../support/until.ts'
import { IDEAS, projectsCsv, readPabulib } from './pabulib.ts'

const FILE = 'amsterdam-slotervaart-2022.pb'
/** Guests who join and vote at the same time; the server has two cores. */
const AT_ONCE = 16
/** A hang is a failure; how fast it is, the bench says. */
const PATIENCE_MS = 1_800_000

const READ = phase('read', { kind: 'reveal', policy: WATCH })
const VOTE = phase('vote', {
  kind: 'vote',
  policy: { ...WATCH, vote: 'everyone' },
  round: { budget: 5, maxPerIdea: 1, blind: true, secret: true },
})
const TALK = phase('talk', { kind: 'discuss', policy: WATCH })

const absent = !existsSync(path.join(IDEAS, FILE)) || missing('postgres')

describe.skipIf(absent)('a real vote (skipped where ../shared/data or PostgreSQL is absent)', () => {
  let database: PostgresDatabase
  let server: ServerProcess
  let ada: Person

  beforeAll(async () => {
    database = await postgresDatabase()
    // Every guest from a home of their own, as the proxy in front reports it. A process of its own: the voters are busy.
    server = await startServer({ env: { DATABASE_URL: database.url, TRUST_PROXY: '1', LOG_LEVEL: 'warn' } })
    ada = await signUp(server.url, 'ada')
  })
  afterAll(async () => {
    await ada?.close()
    await server?.stop()
    await database?.drop()
  })

  test('3,908 ballots of three to five votes give exactly the published counts', { timeout: PATIENCE_MS }, async () => {
    const vote = readPabulib(FILE)
    expect(vote.ballots).toHaveLength(3_908)
    const { boardId, joinCode } = await ada.must('board.create', {
      title: 'Buurtbudget Slotervaart',
      template: 'blank',
    })
    const form = new FormData()
    form.append('file', new Blob([projectsCsv(vote)]), 'slotervaart.csv')
    const imported = await ada.request('POST', `/api/boards/${boardId}/import`, { body: form })
    expect(imported.body).toMatchObject({ total: 38, added: 38, leftOut: 0 } satisfies Partial<ImportReport>)

    const ideas = await ada.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
    expect(ideas.map((idea) => idea.text)).toEqual(vote.projects.map((project) => project.name))
    const ideaOf = new Map(vote.projects.map((project, i) => [project.project_id, ideas[i]!.ideaId]))

    const ledger = await ada.ledger(boardId)
    await ada.must('session.start', { boardId, recipe: 'own', phases: [READ, VOTE, TALK] })
    await ada.must('session.advance', { boardId, from: READ.phaseId })
    const [opened] = (await ada.read<BoardView>(`/api/boards/${boardId}`)).rounds
    if (!opened) throw new Error('the phase opened no round')
    const { roundId } = opened
    await cast(vote.ballots, joinCode, roundId, ideaOf)

    const running = await ada.read<BoardView>(`/api/boards/${boardId}`)
    expect(running.rounds[0]).toMatchObject({ voters: 3_908, result: null })
    await ada.must('session.advance', { boardId, from: VOTE.phaseId, now: true })
    const published = new Map(vote.projects.map((project) => [project.name, Number(project.votes)]))
    const { rounds } = await ada.read<BoardView>(`/api/boards/${boardId}`)
    const counted = new Map(rounds[0]!.result!.map((idea) => [idea.text, idea.votes]))
    expect(counted).toEqual(published)
    expect(rounds[0]!.result![0]).toMatchObject({ text: 'Wilde bloemen, blije bijen', votes: 1_571, rank: 1 })

    const seen = await until(() => {
      const result = ledgerRounds(ledger.doc).get(roundId)?.result
      return result && result.length > 0 ? result : false
    }, 'the result in the ledger')
    expect(new Map(seen.map((idea) => [idea.text, idea.votes]))).toEqual(published)
  })

  async function cast(
    ballots: readonly string[][],
    joinCode: string,
    roundId: RoundId,
    ideaOf: ReadonlyMap<string | undefined, IdeaId>,
  ): Promise<void> {
    let next = 0
    async function home(): Promise<void> {
      for (let mine = next++; mine < ballots.length; mine = next++) {
        const guest = new Person(server.url, `Buur ${mine}`)
        const headers = { 'x-forwarded-for': `10.${mine >> 16}.${(mine >> 8) & 255}.${mine & 255}` }
        const joined = await guest.request('POST', '/api/join', { json: { code: joinCode, name: guest.name }, headers })
        if (joined.status !== 200) throw new Error(`guest ${mine} was not let in: ${joined.text}`)
        for (const project of ballots[mine]!) {
          await guest.must('vote.cast', { roundId, ideaId: ideaOf.get(project)!, votes: 1 })
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, home))
  }
})
