// Owns: a session led from outside, on the embedded database: every command of it with its refusals, what everybody may
// know of it in the ledger, and what the phase takes away on every path.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ledgerReceipts, ledgerSession } from '../../shared/documents.ts'
import type { BoardId, BoardView } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { LedgerSession, SessionMine } from '../../shared/session.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let fay: Person
let ann: Person
let boardId: BoardId

beforeAll(async () => {
  world = await startWorld()
  fay = await world.person('fay')
  ann = await world.person('ann')
})
afterAll(() => world.close())

beforeEach(async () => {
  boardId = (await fay.must('board.create', { title: 'Workshop' })).boardId
  await ann.read(`/api/boards/${boardId}`)
})

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const mine = (person: Person) => person.read<SessionMine>(`/api/boards/${boardId}/session`)
const view = (person: Person) => person.read<BoardView>(`/api/boards/${boardId}`)

async function ledger(): Promise<LedgerSession> {
  await world.settled()
  await world.app.scribe.idle()
  const live = await ann.ledger(boardId)
  const state = await until(() => ledgerSession(live.doc).get('state') ?? false, 'the ledger to know the session')
  live.close()
  return state
}

describe('a session', () => {
  test('starts, goes on and ends', async () => {
    const { sessionId } = await fay.must('session.start', { boardId, recipe: 'brainstorm' })
    const state = await ledger()
    expect(state).toMatchObject({ sessionId, recipe: 'brainstorm', ready: 0, sealed: { ideas: 0, people: 0 } })
    expect(state.phaseId).toBe(state.phases[0]?.phaseId)
  })
})
