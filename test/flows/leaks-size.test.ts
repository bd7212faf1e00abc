// F70: what others are sent while somebody writes under seal is the same to the byte, however much is written.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { boardDocument, ledgerDocument, ledgerSession } from '../../shared/documents.ts'
import { type BoardId, type IdeaId, NAMINGS } from '../../shared/model.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

/** The first byte of a y-websocket message that carries a document; presence is renewed by the clock, not by who writes. */
const SYNC = 0

let world: World
let fay: Person
let ann: Person
let sam: Person
beforeAll(async () => {
  world = await startWorld()
  fay = await world.person('fay')
  ann = await world.person('ann')
  sam = await world.person('sam')
  // Revisions grow in length as they count up; from here on they have one length.
  await world.app.database.pool.query("select setval('revision', 1000000)")
})
afterAll(() => world.close())

describe.each(NAMINGS)('on a board that is %s', (naming) => {
  let boardId: BoardId
  let heard: { to: string; what: string; bytes: number }[]
  let sealedIdeas: () => number
  beforeEach(async () => {
    const made = await fay.must('board.create', { title: 'Say it', naming })
    boardId = made.boardId
    await Promise.all([ann, sam].map((person) => person.read(`/api/boards/${boardId}`)))
    await fay.must('session.start', { boardId, recipe: 'brainstorm' })
    await ann.must('idea.add', { boardId, text: 'They have written before' })
    await world.settled()
    heard = []
    for (const other of [fay, sam]) {
      for (const name of [boardDocument(boardId), ledgerDocument(boardId)]) {
        const live = other.document(name, {
          heard: (bytes) => bytes[0] === SYNC && heard.push({ to: other.name, what: name, bytes: bytes.length }),
        })
        await live.synced()
        if (other === sam && name.startsWith('ledger')) {
          sealedIdeas = () => ledgerSession(live.doc).get('state')?.sealed?.ideas ?? 0
        }
      }
      const { socket } = await other.socket()
      socket.onAny((name: string, body: unknown) =>
        heard.push({ to: other.name, what: `event ${name}`, bytes: JSON.stringify(body ?? null).length }),
      )
    }
    await until(() => sealedIdeas() === 1, 'the first one')
    await quiet()
  })

  async function quiet(): Promise<void> {
    await world.settled()
    await world.app.scribe.idle()
  }

  async function heardWhile(act: () => Promise<unknown>, ideas: number): Promise<typeof heard> {
    heard = []
    await act()
    await quiet()
    await until(() => sealedIdeas() === ideas, 'the new count')
    await until(() => expect(heard.filter(({ what }) => what.startsWith('ledger')).length % 2).toBe(0), 'both to hear')
    return heard.sort((a, b) => `${a.to} ${a.what}`.localeCompare(`${b.to} ${b.what}`))
  }

  test('a new idea of ten characters and one of five thousand are one and the same to everybody else', async () => {
    const add = (chars: number, ideas: number) =>
      heardWhile(() => ann.must('idea.add', { boardId, text: 'é'.repeat(chars) }), ideas)
    const short = await add(10, 2)
    expect(short.filter(({ what }) => what.startsWith('ledger'))).toHaveLength(2)
    expect(await add(5_000, 3)).toEqual(short)
    expect(await add(1, 4)).toEqual(short)
    expect(await add(10_000, 5)).toEqual(short)
  })

  test('of changing what is sealed nobody else hears anything', async () => {
    const { ideaId } = await ann.must('idea.add', { boardId, text: 'x' })
    await until(() => sealedIdeas() === 2, 'the second one')
    await quiet()
    const change = (id: IdeaId, chars: number) =>
      heardWhile(() => ann.must('sealed.update', { boardId, ideaId: id, text: 'y'.repeat(chars) }), 2)
    expect(await change(ideaId, 10)).toEqual([])
    expect(await change(ideaId, 5_000)).toEqual([])
  })
})
