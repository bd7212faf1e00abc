// Owns the process: settings → everything composed → listening → signals. Must never show a stack trace for what the
// person at the console can put right.

import { compose } from './compose.ts'
import { loadConfig } from './config.ts'
import { DataFolderError, MigrationError } from './platform/database/index.ts'
import { watchProcess } from './platform/lifecycle.ts'

const loaded = loadConfig(process.env)
if (!loaded.ok) fail(loaded.message)

try {
  const app = await compose(loaded.config)
  watchProcess({
    lifecycle: app.lifecycle,
    log: app.log,
    onUnhandled: (kind) => app.metrics.unhandled.inc({ kind }),
  })
  const { url } = await app.listen().catch(async (error: unknown) => {
    await app.close()
    throw error
  })
  say(`Kiem is ready: ${url}`)
  if (await app.firstRun())
    say('Nobody has an account yet. Open the page and create the first one: it becomes the admin.')
} catch (error) {
  fail(sentenceFor(error))
}

function sentenceFor(error: unknown): string {
  if (error instanceof DataFolderError || error instanceof MigrationError) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'This port is taken by another program. Stop it, or set PORT to another number.'
  if (code === 'EACCES') return 'This port may not be used by this user. Set PORT to a number above 1023.'
  if (code === 'ECONNREFUSED')
    return 'The database does not answer. Start it, or correct DATABASE_URL, and start again.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
