// Owns: the whole app inside the test's own process, on a free port, with its own database, and the people in it.
// Must never mock anything of ours: what differs from production is the folder, the port and, where asked, the clock.
//
//   describeOnEachDatabase('ideas', (database) => {          // 'embedded' and 'postgres' (skipped where there is none)
//     let world: World
//     beforeAll(async () => { world = await startWorld({ database }) })
//     afterAll(() => world.close())
//     test('…', async () => {
//       const ada = await world.person('ada')                // signed up once, then remembered; the very first is admin
//       const { boardId, joinCode } = await ada.must('board.create', { title: 'Lunch' })
//       const gus = await world.guest(joinCode, 'gus')
//       const nobody = world.stranger()                      // no session at all
//     })
//   })
// What a person can do: people.ts. Waiting: until.ts. To kill the server or run several: server-process.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe } from 'vitest'
import { type App, compose, type Overrides } from '../../server/compose.ts'
import { loadConfig } from '../../server/config.ts'
import { joinAsGuest, Person, signUp } from './people.ts'
import { embeddedTemplate, missing, postgresDatabase, redis } from './services.ts'

export type DatabaseKind = 'embedded' | 'postgres'

export type WorldOptions = {
  /** Default: embedded, from the run's template. */
  database?: DatabaseKind
  /** Default: one node, no Redis. */
  redis?: boolean
  env?: Record<string, string>
  /** What compose takes besides its settings: an injected clock, a log to read back, … */
  overrides?: Overrides
}

export type World = {
  readonly url: string
  readonly port: number
  readonly app: App
  readonly dataDir: string
  /** PostgreSQL's address, when it is that. */
  readonly databaseUrl: string | undefined
  /** A member by name: signed up at the first call, the same one afterwards. */
  person(name: string): Promise<Person>
  guest(joinCode: string, name: string): Promise<Person>
  /** Somebody without any session. */
  stranger(name?: string): Person
  /** Resolves when everything that has happened has been told to everyone who acts on it: the outbox is empty. */
  settled(): Promise<void>
  close(): Promise<void>
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'kiem-world-'))
  const database = options.database === 'postgres' ? await postgresDatabase() : undefined
  const loaded = loadConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...(options.redis ? { REDIS_URL: (await redis()).url } : {}),
    ...options.env,
  })
  if (!loaded.ok) throw new Error(loaded.message)

  const template = database ? {} : { template: await embeddedTemplate() }
  const app = await compose(loaded.config, { ...template, ...options.overrides })
  const { port } = await app.listen()
  const url = `http://127.0.0.1:${port}`
  const members = new Map<string, Promise<Person>>()
  const others: Person[] = []

  return {
    url,
    port,
    app,
    dataDir,
    databaseUrl: database?.url,
    person(name) {
      const known = members.get(name)
      if (known) return known
      const person = signUp(url, name)
      members.set(name, person)
      return person
    },
    async guest(joinCode, name) {
      const guest = await joinAsGuest(url, joinCode, name)
      others.push(guest)
      return guest
    },
    stranger(name = 'nobody') {
      const stranger = new Person(url, name)
      others.push(stranger)
      return stranger
    },
    settled: () => app.outbox.idle(),
    async close() {
      // Someone whose sign-up failed has nothing to close; their test has failed already.
      const settled = await Promise.allSettled(members.values())
      const present = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      await Promise.all([...present, ...others].map((person) => person.close()))
      await app.close()
      await database?.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The same rules on both databases. */
export function describeOnEachDatabase(title: string, rules: (database: DatabaseKind) => void): void {
  describe(`${title} (embedded)`, () => rules('embedded'))
  describe.skipIf(missing('postgres'))(`${title} (postgres)`, () => rules('postgres'))
}
