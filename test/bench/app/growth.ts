// Owns P12 for the whole program: opening a board and the home list with few boards in the database and with many.
import { boardDocument, ledgerDocument } from '../../../shared/documents.ts'
import { openDatabase } from '../../../server/platform/database/index.ts'
import { createLog } from '../../../server/platform/log.ts'
import type { Person } from '../../support/people.ts'
import { median, ms, quantile, type Row } from '../figures.ts'
import type { Server } from '../server.ts'
import { type Board, boardOf, opened } from './boards.ts'

const CARDS = 10
/** Opened first, unmeasured: a process that has just begun is slow for reasons of its own. */
const WARMING = 20

export interface Growth {
  few: number
  many: number
  opened: number
}

/** `ben`: somebody who is no admin. The server is restarted before each half, so that no board is open or known. */
export async function growth(server: Server, ada: Person, ben: Person, sizes: Growth): Promise<Row[]> {
  const boards: Board[] = []
  for (let n = 0; n < sizes.few; n++) boards.push(await boardOf(ada, CARDS, `Board ${n}`))
  const visited = boards.slice(0, WARMING + sizes.opened)
  // The first visit is remembered, which is a write that later ones do not make.
  for (const { boardId } of visited) await ben.read(`/api/boards/${boardId}`)

  await server.restart()
  const few = await opening(ben, visited)
  await server.restart(() => copy(server, boards[0]!, sizes.many - sizes.few))
  const many = await opening(ben, visited)

  const both = (of: (half: Opening) => number[]) => {
    const said = [few, many].map((half) => `p50 ${ms(median(of(half)))}, p95 ${ms(quantile(of(half), 0.95))}`)
    return `${said[0]} → ${said[1]}`
  }
  const sized = (n: number) => n.toLocaleString('en')
  const title = `${sized(sizes.few)} → ${sized(sizes.many)} boards`
  return [
    { what: `P12 open a board, ${title}`, value: both(({ board }) => board), goal: 'the same' },
    { what: '   of which its page', value: both(({ page }) => page) },
    { what: `   home list (${few.listed} → ${many.listed} shown)`, value: both(({ list }) => list) },
  ]
}

interface Opening {
  page: number[]
  board: number[]
  list: number[]
  listed: number
}

async function opening(person: Person, boards: readonly Board[]): Promise<Opening> {
  const found: Opening = { page: [], board: [], list: [], listed: 0 }
  for (const [n, { boardId }] of boards.entries()) {
    const startedAt = performance.now()
    const list = await person.read<unknown[]>('/api/boards')
    const listedAt = performance.now()
    await person.read(`/api/boards/${boardId}`)
    const readAt = performance.now()
    const live = await Promise.all(
      [boardDocument(boardId), ledgerDocument(boardId)].map((name) => opened(person, name)),
    )
    const openAt = performance.now()
    for (const { close } of live) close()
    if (n < WARMING) continue
    found.listed = list.length
    found.list.push(listedAt - startedAt)
    found.page.push(readAt - listedAt)
    found.board.push(openAt - listedAt)
  }
  return found
}

/** Per board the rows that making it by command leaves: `$1` is the board that is copied, `$2` how many times. */
const COPY = [
  row('boards', `b.id = $1`, `'id', 'copy' || n, 'active_at', now() - n * interval '1 minute'`),
  row('board_members', `b.board_id = $1 and b.role = 'facilitator'`, `'board_id', 'copy' || n`),
  row('join_codes', `b.board_id = $1`, `'board_id', 'copy' || n, 'code', b.code || n`),
  row('board_columns', `b.board_id = $1`, `'board_id', 'copy' || n, 'id', b.id || n`),
  row('ideas', `b.board_id = $1`, `'board_id', 'copy' || n, 'id', b.id || n`),
  row(
    'sync_documents',
    `b.name in ('board.' || $1, 'ledger.' || $1)`,
    `'name', split_part(b.name, '.', 1) || '.copy' || n`,
  ),
  row(
    'sync_updates',
    `b.document in ('board.' || $1, 'ledger.' || $1)`,
    `'document', split_part(b.document, '.', 1) || '.copy' || n`,
  ),
  row(
    'sync_clients',
    `b.document in ('board.' || $1, 'ledger.' || $1)`,
    `'document', split_part(b.document, '.', 1) || '.copy' || n`,
  ),
]

function row(table: string, which: string, changes: string): string {
  return `insert into ${table} select copied.* from ${table} b cross join generate_series(1, $2::int) n
    cross join lateral jsonb_populate_record(b, jsonb_build_object(${changes})) copied where ${which}`
}

/**
 * Ten thousand boards by command would be minutes, most of it the scribe's: a board is copied instead, row by row in SQL, with
 * its columns, cards, code and documents. Nobody opens the copies (their documents name the cards of the first); they are there
 * to be found, or passed over. Then the statistics, as autovacuum or the embedded database's care would bring them in minutes.
 */
async function copy({ store }: Server, { boardId }: Board, times: number): Promise<void> {
  const database = await openDatabase(store, createLog('warn'))
  try {
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      await client.query('set local statement_timeout = 0')
      for (const statement of COPY) await client.query({ text: statement, values: [boardId, times] })
      await client.query('commit')
      await client.query('analyze')
    } finally {
      client.release()
    }
  } finally {
    await database.close()
  }
}
