// Owns: `npm run bench -- app`: the figures of the whole program (P7, P8, P10, P11), printed with the machine they were taken
// on. Clients and server share this machine, so numbers travel badly: compare runs of one machine. Nothing fails here.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { find } from '../../scripts/system-packages.mjs'
import { boardDocument, ledgerDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { buildWeight } from '../support/build-weight.ts'
import { openDocument } from '../support/documents.ts'
import { joinAsGuest, type LiveConnection, type Person, signUp } from '../support/people.ts'
import { REPOSITORY } from '../support/source.ts'
import { cpuMs, machine, median, ms, print, quantile, type Row } from './figures.ts'
import { type Database, type Server, startServer } from './server.ts'

const GUESTS = 200
const JOIN_WITHIN_MS = 10_000
const CARDS_SHOWN = 200
const CARDS_MANY = 2_000
const PASTE = 200 // the most one command takes
const VOTES_CALM = 1_000
const CALM_MS = 20_000
const RUSH_MS = 8_000
const STARTS = 5
const SYNCS = 5

interface Board {
  boardId: BoardId
  joinCode: string
  ideas: IdeaId[]
}

async function boardOf(ada: Person, cards: number): Promise<Board> {
  const { boardId, joinCode } = await ada.must('board.create', { title: `${cards} cards` })
  const ideas: IdeaId[] = []
  for (let from = 0; from < cards; from += PASTE) {
    const texts = Array.from(
      { length: Math.min(PASTE, cards - from) },
      (_, n) => `Idea ${from + n}: less paper, more air`,
    )
    const added = await ada.must('idea.add-many', { boardId, texts })
    ideas.push(...added.ideas.map((idea) => idea.ideaId))
  }
  return { boardId, joinCode, ideas }
}

/** Opens a document as a browser does; resolves with it when it is all there. */
function opened(person: Person, name: string): Promise<{ close(): void; bytes: number }> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    const heard = (message: Uint8Array) => (bytes += message.length)
    const live = openDocument({ url: person.url, cookie: person.cookie, name, heard: (message) => void heard(message) })
    live.provider.on('sync', (synced: boolean) => synced && resolve({ close: live.close, bytes }))
    live.provider.on('closed', (event: { code: number }) => reject(new Error(`${name} was closed: ${event.code}`)))
  })
}

const pause = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs))

/** P8: each from the request to join to the board and its ledger at hand, arriving evenly. */
async function joining(server: Server, board: Board): Promise<{ guests: Person[]; rows: Row[] }> {
  const took: number[] = []
  const steps: Record<'join' | 'page' | 'documents', number[]> = { join: [], page: [], documents: [] }
  const documents: { close(): void }[] = []
  const cpuBefore = await cpuMs(server.pid)
  const guests = await Promise.all(
    Array.from({ length: GUESTS }, async (_, n) => {
      await pause((n * JOIN_WITHIN_MS) / GUESTS)
      const startedAt = performance.now()
      const guest = await joinAsGuest(server.url, board.joinCode, `Guest ${n}`)
      const joinedAt = performance.now()
      await guest.read(`/api/boards/${board.boardId}`)
      const readAt = performance.now()
      const names = [boardDocument(board.boardId), ledgerDocument(board.boardId)]
      documents.push(...(await Promise.all(names.map((name) => opened(guest, name)))))
      const openAt = performance.now()
      took.push(openAt - startedAt)
      steps.join.push(joinedAt - startedAt)
      steps.page.push(readAt - joinedAt)
      steps.documents.push(openAt - readAt)
      return guest
    }),
  )
  const each = ((await cpuMs(server.pid)) - cpuBefore) / GUESTS
  // Two hundred copies of the board in this one process would be measured along with the votes.
  for (const live of documents) live.close()
  const value = `p50 ${ms(median(took))}, p95 ${ms(quantile(took, 0.95))}`
  const parts = Object.entries(steps).map(([step, samples]) => `${step} ${ms(median(samples))}`)
  return {
    guests,
    rows: [
      { what: `P8 ${GUESTS} guests join in ${JOIN_WITHIN_MS / 1000} s`, value, goal: 'p95 1 s' },
      { what: '   of which, p50', value: parts.join(', ') },
      { what: '   server processor time per guest', value: ms(each) },
    ],
  }
}

/** P7: a calm vote, then as many as it takes. Every answer counted is an acknowledged, durable vote. */
async function voting(server: Server, ada: Person, guests: Person[], board: Board, database: Database): Promise<Row[]> {
  const votes = { method: 'dots', budget: 20, maxPerIdea: 1, blind: true, secret: false } as const
  const { roundId } = await ada.must('round.open', { boardId: board.boardId, ...votes })
  const lines = await Promise.all(guests.map((guest) => guest.socket()))
  const cast = async (line: LiveConnection, n: number) => {
    const ideaId = board.ideas[n % board.ideas.length]!
    const startedAt = performance.now()
    const outcome = await line.command('vote.cast', {
      roundId,
      ideaId,
      votes: Math.floor(n / board.ideas.length) % 2 ? 0 : 1,
    })
    return { tookMs: performance.now() - startedAt, ok: outcome.ok }
  }
  const calm = await Promise.all(
    Array.from({ length: VOTES_CALM }, async (_, n) => {
      await pause((n * CALM_MS) / VOTES_CALM)
      return cast(lines[n % lines.length]!, n % 19)
    }),
  )
  const until = performance.now() + RUSH_MS
  const cpuBefore = await cpuMs(server.pid)
  const rush: number[] = []
  await Promise.all(
    lines.map(async (line, who) => {
      // Each goes round over ten ideas of their own: within the budget, giving votes and taking them back.
      for (let n = 0; performance.now() < until; n++) {
        const ideaId = board.ideas[(who * 10 + (n % 10)) % board.ideas.length]!
        const startedAt = performance.now()
        const outcome = await line.command('vote.cast', { roundId, ideaId, votes: Math.floor(n / 10) % 2 ? 0 : 1 })
        if (outcome.ok) rush.push(performance.now() - startedAt)
      }
    }),
  )
  const perVote = ((await cpuMs(server.pid)) - cpuBefore) / rush.length
  for (const line of lines) line.socket.disconnect()
  await ada.must('round.close', { roundId })
  const refused = calm.filter(({ ok }) => !ok).length
  const times = calm.map(({ tookMs }) => tookMs)
  return [
    {
      what: `P7 ${VOTES_CALM} votes in ${CALM_MS / 1000} s`,
      value: `p50 ${ms(median(times))}, p95 ${ms(quantile(times, 0.95))}${refused ? `, ${refused} refused` : ''}`,
      goal: 'p95 150 ms',
    },
    {
      what: `P7 as fast as ${GUESTS} voters can`,
      value: `${Math.round(rush.length / (RUSH_MS / 1000))} votes/s, p95 ${ms(quantile(rush, 0.95))}`,
      goal: database === 'embedded' ? '500/s' : '1,500/s',
    },
    { what: '   server processor time per vote', value: ms(perVote) },
  ]
}

/** The first person after a restart, then others. */
async function firstSyncs(server: Server, ada: Person, many: Board): Promise<Row[]> {
  const cold: number[] = []
  const warm: number[] = []
  let bytes = 0
  for (let n = 0; n < SYNCS; n++) {
    await server.restart()
    for (const into of [cold, warm]) {
      const startedAt = performance.now()
      const live = await opened(ada, boardDocument(many.boardId))
      into.push(performance.now() - startedAt)
      bytes = live.bytes
      live.close()
    }
  }
  const value = `${ms(median(cold))} after a restart, ${ms(median(warm))} then; ${Math.round(bytes / 1024)} KB`
  return [{ what: `first sync of ${many.ideas.length} cards`, value }]
}

async function starts(server: Server, database: Database): Promise<Row[]> {
  const took: number[] = []
  for (let n = 0; n < STARTS; n++) {
    await server.restart()
    took.push(server.startedMs)
  }
  return [
    { what: 'P11 start on existing data', value: ms(median(took)), goal: database === 'embedded' ? '3 s' : '1.5 s' },
  ]
}

async function measure(database: Database): Promise<Row[]> {
  const server = await startServer(database)
  const people: Person[] = []
  try {
    const ada = await signUp(server.url, 'ada')
    people.push(ada)
    const shown = await boardOf(ada, CARDS_SHOWN)
    const many = await boardOf(ada, CARDS_MANY)
    const { guests, rows } = await joining(server, shown)
    people.push(...guests)
    rows.push(...(await voting(server, ada, guests, shown, database)))
    for (const guest of guests) await guest.close()
    rows.push(...(await firstSyncs(server, ada, many)))
    rows.push(...(await starts(server, database)))
    return rows
  } finally {
    for (const person of people) await person.close()
    await server.stop()
  }
}

function scripts(): Row[] {
  const weight = buildWeight(path.join(REPOSITORY, 'dist/client'))
  const kilobytes = (...parts: string[]) => `${Math.round(weight.gzipped(weight.needed(...parts)) / 1000)} KB`
  return [
    { what: 'P10 JavaScript (gzip) until the first page', value: kilobytes('door-routes'), goal: '220 KB' },
    { what: 'P10 until the board', value: kilobytes('door-routes', 'board-route'), goal: '180 KB' },
  ]
}

/** Both databases, or the one asked for. */
export async function benchApp(asked: readonly string[]): Promise<void> {
  // Every live document listens for the end of the process.
  process.setMaxListeners(0)
  const build = [path.join(REPOSITORY, 'scripts/build.mjs'), '--if-stale', '--quiet']
  if (spawnSync(process.execPath, build, { stdio: 'inherit' }).status !== 0) throw new Error('the build failed')
  const databases = (['embedded', 'postgres'] as const).filter((name) => asked.length === 0 || asked.includes(name))
  console.log(machine())
  print('The page', scripts())
  for (const database of databases) {
    if (database === 'postgres' && !find('postgres')) console.log('\nPostgreSQL is not on this machine.')
    else print(database === 'embedded' ? 'The embedded database' : 'PostgreSQL (fsync on)', await measure(database))
  }
}
