// Owns: `npm run bench -- app`: the figures of the whole program (P7 to P12, a workshop, a rolling restart), printed with the
// machine they were taken on. Crowd and server share this machine, so numbers travel badly: compare runs of one machine.
// Each figure is in app/. Nothing fails here.
import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import path from 'node:path'
import { find } from '../../scripts/system-packages.mjs'
import { signUp } from '../support/people.ts'
import { REPOSITORY } from '../support/source.ts'
import { boardOf } from './app/boards.ts'
import { startCrowd } from './app/crowd.ts'
import { type Growth, growth } from './app/growth.ts'
import { inBrowser } from './app/in-browser.ts'
import { joining } from './app/joining.ts'
import { page } from './app/page.ts'
import { rolling } from './app/rolling.ts'
import { starts } from './app/starts.ts'
import { voting } from './app/voting.ts'
import { type Workshop, workshop } from './app/workshop.ts'
import { machine, print, type Row } from './figures.ts'
import { type Database, type Server, startServer } from './server.ts'

export const APP_FIGURES = ['P7', 'P8', 'P9', 'P10', 'P11', 'P12', 'workshop', 'rolling'] as const
const DATABASES = ['embedded', 'postgres'] as const
const TITLES = { embedded: 'The embedded database', postgres: 'PostgreSQL (fsync on)' }

interface Sizes {
  guests: number
  joinMs: number
  cards: number
  cardsMany: number
  votes: number
  calmMs: number
  rushMs: number
  starts: number
  growth: Growth
  workshop: Workshop
  rolling: number
}

const FULL: Sizes = {
  guests: 200,
  joinMs: 10_000,
  cards: 200,
  cardsMany: 2_000,
  votes: 1_000,
  calmMs: 20_000,
  rushMs: 8_000,
  starts: 5,
  growth: { few: 100, many: 10_000, opened: 50 },
  workshop: { people: 200, joinMs: 10_000, ideasEach: 4, writeMs: 30_000, votes: 1_000, voteMs: 20_000 },
  rolling: 100,
}
/** For work on the program: a tenth of the time, and figures to match. */
const QUICK: Sizes = {
  ...FULL,
  votes: 200,
  calmMs: 4_000,
  rushMs: 4_000,
  starts: 1,
  growth: { few: 50, many: 2_000, opened: 20 },
  workshop: { ...FULL.workshop, joinMs: 5_000, writeMs: 8_000, voteMs: 5_000 },
}

type Wanted = (figure: (typeof APP_FIGURES)[number]) => boolean

async function measure(database: Database, wanted: Wanted, sizes: Sizes): Promise<Row[]> {
  const rows: Row[] = []
  if (wanted('P7') || wanted('P8')) rows.push(...(await onServer(database, (server) => crowded(server, database))))
  if (wanted('workshop')) rows.push(...(await onServer(database, led)))
  if (wanted('P11')) rows.push(...(await onServer(database, (server) => started(server, database))))
  if (wanted('P12')) rows.push(...(await onServer(database, grown)))
  return rows

  async function crowded(server: Server, of: Database): Promise<Row[]> {
    const ada = await signUp(server.url, 'ada')
    const board = await boardOf(ada, sizes.cards)
    const crowd = await startCrowd()
    try {
      const { guests, joinMs, votes, calmMs, rushMs } = sizes
      const joined = await joining(server, crowd, board, { guests, withinMs: joinMs })
      if (!wanted('P7')) return joined
      const voted = await voting({ server, crowd, ada, database: of }, board, { votes, calmMs, rushMs })
      return wanted('P8') ? [...joined, ...voted] : voted
    } finally {
      crowd.end()
      await ada.close()
    }
  }

  async function led(server: Server): Promise<Row[]> {
    const ada = await signUp(server.url, 'ada')
    const crowd = await startCrowd()
    try {
      return await workshop(server, crowd, ada, sizes.workshop)
    } finally {
      crowd.end()
      await ada.close()
    }
  }

  async function started(server: Server, of: Database): Promise<Row[]> {
    const ada = await signUp(server.url, 'ada')
    return starts({ server, ada, database: of }, await boardOf(ada, sizes.cardsMany), sizes.starts)
  }

  async function grown(server: Server): Promise<Row[]> {
    const ada = await signUp(server.url, 'ada')
    return growth(server, ada, await signUp(server.url, 'ben'), sizes.growth)
  }
}

async function shown(server: Server): Promise<Row[]> {
  const ada = await signUp(server.url, 'ada')
  const ben = await signUp(server.url, 'ben')
  try {
    return await inBrowser(server, ada, ben, await boardOf(ada, FULL.cardsMany))
  } finally {
    await ada.close()
    await ben.close()
  }
}

/** A fresh server for each: what one figure leaves behind is not in the next. */
async function onServer(database: Database, work: (server: Server) => Promise<Row[]>): Promise<Row[]> {
  const server = await startServer(database)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function restarted(sizes: Sizes): Promise<Row[]> {
  const crowd = await startCrowd()
  try {
    return await rolling(crowd, sizes.rolling)
  } finally {
    crowd.end()
  }
}

/** Both databases and every figure, or those asked for. */
export async function benchApp(asked: readonly string[], quick: boolean): Promise<void> {
  const unknown = asked.filter((name) => ![...APP_FIGURES, ...DATABASES].some((one) => one === name))
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown.join()}: ask for ${[...DATABASES, ...APP_FIGURES].join()}`)
  // Every live document listens for the end of the process.
  process.setMaxListeners(0)
  const build = [path.join(REPOSITORY, 'scripts/build.mjs'), '--if-stale', '--quiet']
  if (spawnSync(process.execPath, build, { stdio: 'inherit' }).status !== 0) throw new Error('the build failed')

  const sizes = quick ? QUICK : FULL
  const figures = APP_FIGURES.filter((name) => asked.includes(name))
  const wanted: Wanted = (figure) => figures.length === 0 || figures.includes(figure)
  const chosen = DATABASES.filter((name) => asked.includes(name))
  const hasPostgres = find('postgres') !== undefined
  console.log(machine())
  if (wanted('P10')) print('The page', page())
  if (wanted('P9')) print('The board in Chromium', await onServer('embedded', shown))
  const onEach = (['P7', 'P8', 'P11', 'P12', 'workshop'] as const).some(wanted)
  for (const database of !onEach ? [] : chosen.length === 0 ? DATABASES : chosen) {
    if (database === 'postgres' && !hasPostgres) console.log('\nPostgreSQL is not on this machine.')
    else print(TITLES[database], await measure(database, wanted, sizes))
  }
  if (wanted('rolling') && (chosen.length === 0 || chosen.includes('postgres'))) {
    if (hasPostgres && find('redis')) print('Two nodes, PostgreSQL, Redis: a rolling restart', await restarted(sizes))
    else console.log('\nThe rolling restart needs PostgreSQL and Redis on this machine.')
  }
  console.log(`\nload at the end ${loadavg()[0]?.toFixed(1)}`)
}
