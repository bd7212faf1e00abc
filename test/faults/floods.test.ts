// Owns: floods by one hostile socket of somebody who may be there (F94, F95, F98), over real sockets and with the numbers as they
// ship. What is counted is what others get and what the hostile one is sent; nothing is timed.
import * as encoding from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardDocument } from '../../shared/documents.ts'
import {
  SOCKETS_MAX_PER_USER,
  SYNC_FULL_SYNCS_MAX_BURST,
  SYNC_FULL_SYNCS_MAX_PER_USER_PER_MINUTE,
  SYNC_QUERIES_MAX_PER_SOCKET_PER_MINUTE,
  SYNC_UPDATES_MAX_BURST,
} from '../../shared/limits.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { MESSAGE, SYNC } from '../../shared/wire.ts'
import type { LiveDocument } from '../support/documents.ts'
import { joinAsGuest, type Person } from '../support/people.ts'
import { openRaw, type RawSocket } from '../support/raw-socket.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

/** An update that changes nothing: it costs the server as much as any to take and look at. */
const NO_UPDATE = Uint8Array.of(MESSAGE.sync, SYNC.update, 2, 0, 0)
const STEP1 = Uint8Array.of(MESSAGE.sync, SYNC.step1, 1, 0)

let world: World
let ada: Person
let boardId: BoardId
let ideaId: IdeaId
let mallory: Person
let ben: LiveDocument
let saved: ReturnType<typeof createSavedMark>
const people: Person[] = []

beforeAll(async () => {
  world = await startWorld()
  ada = await world.person('ada')
  const made = await ada.must('board.create', { title: 'Lunch', template: 'blank' })
  boardId = made.boardId
  ideaId = (await ada.must('idea.add', { boardId, text: 'Soup' })).ideaId
  mallory = await joinAsGuest(world.url, made.joinCode, 'mallory')
  const guest = await joinAsGuest(world.url, made.joinCode, 'ben')
  people.push(mallory, guest)
  saved = createSavedMark()
  ben = guest.document(boardDocument(boardId), saved.options)
  await ben.synced()
})
const raws: RawSocket[] = []
afterEach(() => {
  for (const raw of raws.splice(0)) raw.close()
})
afterAll(async () => {
  for (const person of people) await person.close()
  await world.close()
})

async function hostile(): Promise<RawSocket> {
  const raw = await openRaw({ url: world.url, path: `/sync/${boardDocument(boardId)}`, cookie: mallory.cookie })
  raws.push(raw)
  raw.send(STEP1)
  await until(() => raw.frames.some((frame) => frame[0] === MESSAGE.sync), 'its first sync')
  return raw
}

/** An edit of ben's reaches the disk, and the server still answers everybody else. */
async function benIsHeard(): Promise<void> {
  const title = ben.doc.getMap<Y.Map<unknown>>('cards').get(ideaId)?.get('title')
  if (!(title instanceof Y.Text)) throw new Error('ben has no card')
  title.insert(0, '!')
  const edit = saved.edit(true)
  await until(() => edit.saved, 'ben’s edit to be on disk', 60_000)
  expect(ben.provider.wsconnected).toBe(true)
  expect((await ada.get('/healthz')).status).toBe(200)
}

const counter = (name: string) => world.app.sync.stats().counters[name] ?? 0

describe('F94', () => {
  test('first syncs: a thousand questions get as many answers as the budget has, and no close', async () => {
    const raw = await hostile()
    const before = counter('first_syncs')
    for (let i = 0; i < 5_000; i++) raw.send(STEP1)
    await benIsHeard()
    // A small board costs a twentieth of the budget, which grows a little while we wait.
    const most = (SYNC_FULL_SYNCS_MAX_BURST + SYNC_FULL_SYNCS_MAX_PER_USER_PER_MINUTE) * 20
    expect(counter('first_syncs') - before).toBeLessThanOrEqual(most)
    expect(counter('syncs_put_off')).toBeGreaterThan(0)
    expect(raw.socket.readyState).toBe(raw.socket.OPEN)
  })

  test('updates: past the burst it is closed with 4429, also on its next socket, and ben is heard throughout', async () => {
    const raw = await hostile()
    for (let i = 0; i < SYNC_UPDATES_MAX_BURST / 2; i++) raw.send(NO_UPDATE)
    await benIsHeard()
    for (let i = 0; i < SYNC_UPDATES_MAX_BURST; i++) raw.send(NO_UPDATE)
    expect(await raw.closed(60_000)).toEqual({ code: 4429, reason: 'too-fast' })
    await benIsHeard()
    // Three times what one socket gets, for all of a person's sockets together.
    const codes: number[] = []
    for (let i = 0; i < 3; i++) {
      const next = await hostile()
      for (let i = 0; i < SYNC_UPDATES_MAX_BURST + 5_000 && next.socket.readyState === next.socket.OPEN; i++)
        next.send(NO_UPDATE)
      codes.push((await next.closed(60_000)).code)
    }
    expect(codes).toEqual([4429, 4429, 4429])
    const last = await openRaw({ url: world.url, path: `/sync/${boardDocument(boardId)}`, cookie: mallory.cookie })
    raws.push(last)
    for (let i = 0; i < 10_000 && last.socket.readyState === last.socket.OPEN; i++) last.send(NO_UPDATE)
    expect((await last.closed(60_000)).code).toBe(4429)
    await benIsHeard()
  }, 300_000)

  test('F95 presence and questions who is there are not punished, and cost others no more than ten a second', async () => {
    const raw = await hostile()
    const before = ben.provider.awareness.meta.size
    const questions = () => raw.frames.filter((frame) => frame[0] === MESSAGE.awareness).length
    for (let i = 1; i <= 2_000; i++) raw.send(presence(4_242, i, { view: String(i) }))
    for (let i = 0; i < 500; i++) raw.send(Uint8Array.of(MESSAGE.queryAwareness))
    await until(() => ben.provider.awareness.getStates().get(4_242)?.['view'] === '2000', 'ben to see the last of it')
    await benIsHeard()
    expect(raw.socket.readyState).toBe(raw.socket.OPEN)
    expect(counter('presence_put_off')).toBeGreaterThan(1_900)
    expect(questions()).toBeLessThanOrEqual(SYNC_QUERIES_MAX_PER_SOCKET_PER_MINUTE + 10)
    expect(ben.provider.awareness.meta.size).toBeLessThanOrEqual(before + 2)
  })

  test('sockets: one more than a person may have in a document ends the one that wrote longest ago', async () => {
    const many: RawSocket[] = []
    for (let i = 0; i <= SOCKETS_MAX_PER_USER; i++) many.push(await hostile())
    expect(await many[0]?.closed()).toEqual({ code: 4429, reason: 'too-many-sockets' })
    expect(many.slice(1).every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true)
    await benIsHeard()
  })
})

function presence(clientId: number, clock: number, state: object): Uint8Array {
  const body = encoding.createEncoder()
  encoding.writeVarUint(body, 1)
  encoding.writeVarUint(body, clientId)
  encoding.writeVarUint(body, clock)
  encoding.writeVarString(body, JSON.stringify(state))
  const frame = encoding.createEncoder()
  encoding.writeVarUint(frame, MESSAGE.awareness)
  encoding.writeVarUint8Array(frame, encoding.toUint8Array(body))
  return encoding.toUint8Array(frame)
}
