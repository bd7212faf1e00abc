// Owns P11: how soon a server listens on what is there already, and what the first to come then waits for.
import { boardDocument } from '../../../shared/documents.ts'
import type { Person } from '../../support/people.ts'
import { median, ms, type Row } from '../figures.ts'
import type { Database, Server } from '../server.ts'
import { type Board, opened } from './boards.ts'

/** The first person after a restart, then another. */
export async function starts(
  { server, ada, database }: { server: Server; ada: Person; database: Database },
  board: Board,
  times: number,
): Promise<Row[]> {
  const listening: number[] = []
  const cold: number[] = []
  const warm: number[] = []
  let bytes = 0
  for (let n = 0; n < times; n++) {
    await server.restart()
    listening.push(server.startedMs)
    for (const into of [cold, warm]) {
      const startedAt = performance.now()
      const live = await opened(ada, boardDocument(board.boardId))
      into.push(performance.now() - startedAt)
      bytes = live.bytes
      live.close()
    }
  }
  const goal = database === 'embedded' ? '3 s' : '1.5 s'
  const sync = `${ms(median(cold))} after a restart, ${ms(median(warm))} then; ${Math.round(bytes / 1024)} KB`
  return [
    { what: 'P11 start on existing data', value: ms(median(listening)), goal },
    { what: `first sync of ${board.ideas.length} cards`, value: sync },
  ]
}
