// Owns: the whole app as a process that kills itself at a named place: KIEM_FAIL_POINT='after-commit 3' is the third time it comes
// there after SIGUSR2, so that it starts in peace. Everything else is server/main.ts; nothing of this is in production.
import { writeSync } from 'node:fs'
import pg from 'pg'
import { compose, type Overrides } from '../../server/compose.ts'
import { loadConfig } from '../../server/config.ts'
import { watchProcess } from '../../server/platform/lifecycle.ts'
import type { Append, UpdateLog } from '../../server/sync/index.ts'
import { deathWords, FAIL_POINTS, type FailPoint } from './fail-point-names.ts'

const [armed, hits] = (process.env.KIEM_FAIL_POINT ?? '').split(' ')
let left = Number(hits ?? 1)
let awake = false
process.on('SIGUSR2', () => {
  awake = true
})

function pass(point: FailPoint): void {
  if (!awake || point !== armed || --left > 0) return
  // Not through the log, which may write later than that.
  writeSync(2, `${deathWords(point)}\n`)
  process.kill(process.pid, 'SIGKILL')
  // The signal is on its way; nothing more may happen.
  for (;;);
}

const byServer = (batch: readonly Append[]) =>
  batch.some(({ rows }) => rows.some(({ sessionId }) => sessionId === null))

/** The scribe's deliveries are the server's own rows; everybody else's have a session. */
function mined(log: UpdateLog): UpdateLog {
  return {
    load: (document) => log.load(document),
    after: (document, seq) => log.after(document, seq),
    heads: (documents) => log.heads(documents),
    clients: (document, ids) => log.clients(document, ids),
    async append(batch) {
      const ledger = byServer(batch)
      pass(ledger ? 'before-ledger' : 'before-commit')
      const first = await log.append(batch)
      pass(ledger ? 'after-ledger' : 'after-commit')
      return first
    },
    async compact(document, snapshot, seq) {
      pass('before-swap')
      const done = await log.compact(document, snapshot, seq)
      pass('after-swap')
      return done
    },
  }
}

/** Every commit of a transaction is this one word to the driver. */
function mineCommits(): void {
  const client = pg.Client.prototype as unknown as { query(...sent: unknown[]): unknown }
  const { query } = client
  client.query = function mined(this: unknown, ...sent: unknown[]): unknown {
    if (sent[0] !== 'commit') return query.apply(this, sent)
    pass('before-transaction')
    return Promise.resolve(query.apply(this, sent)).then((answer) => {
      pass('after-transaction')
      return answer
    })
  }
}

if (armed && !FAIL_POINTS.includes(armed as FailPoint)) throw new Error(`there is no fail-point ${armed}`)
const loaded = loadConfig(process.env)
if (!loaded.ok) throw new Error(loaded.message)
const overrides: Overrides = {
  updateLog: mined,
  // A log that is compacted in every round, though a round is short.
  syncLimits: { compactRows: 3, docQuietMs: 100, sweepEveryMs: 200 },
}
mineCommits()
const app = await compose(loaded.config, overrides)
watchProcess({ lifecycle: app.lifecycle, log: app.log, onUnhandled: (kind) => app.metrics.unhandled.inc({ kind }) })
app.sync.onWritten(() => pass('after-acknowledge'))
await app.listen()
