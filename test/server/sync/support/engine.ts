// An engine with everything standing still: fake clock, fake sockets, a log that can hold or fail.
import type * as Y from 'yjs'
import { createSync, type Sync, type SyncOptions, type Written } from '../../../../server/sync/index.ts'
import { FakeClock, HeldLog, seeded, settle } from './fakes.ts'
import { ModelClient } from './model-client.ts'
import { personCalled } from './server.ts'

export const BOARD = 'board.one'

export interface Stage {
  sync: Sync
  log: HeldLog
  clock: FakeClock
  notes: string[]
  /** Joins and is synced before it returns, when it may. */
  join(name: string, document?: string, clientId?: number): Promise<ModelClient>
  /** The server's own change, with the window it may have to wait for. */
  write(change: (doc: Y.Doc) => void, by?: { userId?: string }): Promise<Written>
  /** Moves everything that can move: frames, commits and the window of a busy room. */
  run(...clients: ModelClient[]): Promise<void>
}

export function stage(options: Partial<SyncOptions> = {}): Stage {
  const log = new HeldLog()
  const clock = new FakeClock()
  const notes: string[] = []
  const sync = createSync({
    log,
    clock,
    random: seeded(5),
    access: async () => 'edit',
    note: (event) => notes.push(event),
    ...options,
  })

  async function run(...clients: ModelClient[]): Promise<void> {
    for (let i = 0; i < 4; i++) {
      for (const client of clients) client.exchange()
      await clock.advance(50)
    }
    for (const client of clients) client.pull()
  }

  return {
    sync,
    log,
    clock,
    notes,
    run,
    async write(change, by) {
      const writing = sync.write(BOARD, change, by)
      // The refusal is the caller's to see, also when it comes while the clock is still moving.
      writing.catch(() => {})
      await clock.advance(50)
      return writing
    },
    async join(name, document = BOARD, clientId) {
      const client = new ModelClient(sync, personCalled(name), document, clientId)
      client.connect()
      await settle()
      await run(client)
      return client
    },
  }
}
