// Owns: rights taken away from people who are connected (F52, F53, F54, T6). While others go on writing, whoever was shut out
// hears nothing any more, on every socket of theirs, within a second of the answer that said so.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardDocument, ledgerDocument, proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { MESSAGE, readNotice } from '../../shared/wire.ts'
import type { LiveDocument } from '../support/documents.ts'
import { joinAsGuest, type Person, signIn } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

/** T6, on one node. */
const REVOKED_WITHIN_MS = 1_000
const CANARY_EVERY_MS = 5

let world: World
let ada: Person
let boardId: BoardId
let ideaId: IdeaId
let joinCode: string
let serial = 0
const people: Person[] = []
const streams: { stop(): void }[] = []

beforeAll(async () => {
  world = await startWorld()
  ada = await world.person('ada')
})
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.stop()
  for (const person of people.splice(0)) await person.close()
})
afterAll(() => world.close())

async function freshBoard(): Promise<void> {
  const made = await ada.must('board.create', { title: 'Lunch', template: 'blank' })
  boardId = made.boardId
  joinCode = made.joinCode
  ideaId = (await ada.must('idea.add', { boardId, text: 'Soup' })).ideaId
}

/** Somebody who has everything open, and what reached them. */
interface Onlooker {
  person: Person
  documents: LiveDocument[]
  board: LiveDocument
  events: Awaited<ReturnType<Person['socket']>>
  /** Everything that came down any of the wires, as text. */
  heard(): string
  access(): string | undefined
}

async function onlooker(person: Person): Promise<Onlooker> {
  people.push(person)
  const heard: Buffer[] = []
  let access: string | undefined
  const documents = [boardDocument(boardId), ledgerDocument(boardId), proposalDocument(ideaId)].map((name, i) =>
    person.document(name, {
      heard(bytes) {
        heard.push(Buffer.from(bytes))
        const notice = bytes[0] === MESSAGE.notice ? readNotice(bytes) : null
        if (i === 0 && notice?.kind === 'access') access = notice.access
      },
    }),
  )
  for (const document of documents) await document.synced()
  const events = await person.socket()
  return {
    person,
    documents,
    board: documents[0]!,
    events,
    heard: () => Buffer.concat(heard).toString('latin1'),
    access: () => access,
  }
}

/** Canaries, numbered in the order of their commits, on the board for as long as the test goes on. */
async function canaries(): Promise<{ committed(): number; next(many: number): Promise<number> }> {
  const name = boardDocument(boardId)
  let committed = 0
  const stop = world.app.sync.onWritten((document) => {
    if (document === name) committed += 1
  })
  let written = 0
  const timer = setInterval(() => {
    void world.app.sync
      .write(name, (doc) => doc.getMap('canary').set('song', `canary-${serial}-${written++}.`))
      .catch(() => undefined)
  }, CANARY_EVERY_MS)
  streams.push({
    stop() {
      clearInterval(timer)
      stop()
    },
  })
  await until(() => committed > 3, 'the first canaries')
  return {
    committed: () => committed,
    async next(many) {
      const from = written
      await until(() => committed > from + many && written > from + many, `${many} more canaries`)
      return from
    },
  }
}

const heardCanary = (text: string, from: number) =>
  [...text.matchAll(new RegExp(`canary-${serial}-(\\d+)\\.`, 'g'))].some(([, number]) => Number(number) >= from)

/** Runs the revocation; from its answer the second counts. Nothing written after that second is ever heard. */
async function shutsOut(who: readonly Onlooker[], revoke: () => Promise<unknown>, codes: readonly number[]) {
  serial += 1
  const stream = await canaries()
  for (const { heard } of who) await until(() => heardCanary(heard(), 0), 'a canary to be heard')
  await revoke()
  await until(
    () => {
      for (const { documents } of who) for (const { closed } of documents) expect(codes).toContain(closed?.code)
    },
    'every document of theirs to be closed for good',
    REVOKED_WITHIN_MS,
  )
  const from = await stream.next(20)
  for (const { heard, documents } of who) {
    expect(heardCanary(heard(), from)).toBe(false)
    for (const { provider } of documents) expect(provider.wsconnected).toBe(false)
  }
}

describe('F52 somebody is put off a board', () => {
  test('a guest hears nothing more of it, others go on', async () => {
    await freshBoard()
    const gus = await onlooker(await joinAsGuest(world.url, joinCode, 'gus'))
    const ben = await onlooker(await joinAsGuest(world.url, joinCode, 'ben'))
    const { userId } = gus.person
    await shutsOut([gus], () => ada.must('board.remove-person', { boardId, userId }), [4403])
    expect(ben.board.closed).toBeUndefined()
    expect(await gus.events.command('idea.add', { boardId, text: 'still here?' })).toMatchObject({ ok: false })
    expect((await gus.person.get(`/api/boards/${boardId}`)).status).toBeOneOf([401, 403, 404])
    const before = gus.events.events.length
    await ada.must('idea.add', { boardId, text: 'without gus' })
    await world.settled()
    expect(gus.events.events.slice(before).map(({ name }) => name)).toEqual([])
  })

  test('a member as well', async () => {
    await freshBoard()
    const cleo = await onlooker(await signIn(world.url, (await world.person('cleo')).name))
    const { userId } = cleo.person
    await shutsOut([cleo], () => ada.must('board.remove-person', { boardId, userId }), [4403])
  })

  test('and whoever could read it only because anyone could', async () => {
    await freshBoard()
    const finn = await onlooker(await signIn(world.url, (await world.person('finn')).name))
    await shutsOut([finn], () => ada.must('board.update', { boardId, joining: 'invited' }), [4403])
  })

  test('a role that was taken away is gone on the connection that stands', async () => {
    const { userId } = await world.person('hans')
    const hans = await signIn(world.url, 'hans')
    people.push(hans)
    const live = await hans.socket()
    const another = { userId, role: 'coach' as const }
    expect(await live.command('role.grant', another)).toMatchObject({ ok: false })
    await ada.must('role.grant', { userId, role: 'admin' })
    await until(async () => (await live.command('role.grant', another)).ok, 'the role', REVOKED_WITHIN_MS)
    await ada.must('role.revoke', { userId, role: 'admin' })
    await until(async () => !(await live.command('role.grant', another)).ok, 'the role to be gone', REVOKED_WITHIN_MS)
  })
})

describe('F53 a session ends', () => {
  test('signing out closes every live connection of that session, and none of another', async () => {
    await freshBoard()
    const here = await onlooker(await signIn(world.url, (await world.person('dora')).name))
    const there = await onlooker(await signIn(world.url, 'dora'))
    await shutsOut([here], () => here.person.request('POST', '/api/auth/sign-out', { json: {} }), [4401])
    await until(() => !here.events.socket.connected, 'its events to end', REVOKED_WITHIN_MS)
    expect(here.events.events.at(-1)?.name).toBe('signed-out')
    expect([there.board.closed, there.events.socket.connected]).toEqual([undefined, true])
  })

  test('signing out everywhere closes them all', async () => {
    await freshBoard()
    const one = await onlooker(await signIn(world.url, (await world.person('eve')).name))
    const two = await onlooker(await signIn(world.url, 'eve'))
    await shutsOut([one, two], () => one.person.request('POST', '/api/auth/revoke-sessions', { json: {} }), [4401])
    for (const { events } of [one, two]) {
      await until(() => !events.socket.connected, 'the events to end', REVOKED_WITHIN_MS)
    }
    // Whoever comes back with the old cookie is nobody.
    const again = two.person.document(boardDocument(boardId))
    await until(() => again.closed?.code === 4401, 'the old cookie to be refused')
    await expect(two.person.socket()).rejects.toThrow(/sign-in/)
  })
})

describe('F54 somebody may only look from now on', () => {
  const restrictions = {
    'a lock': () => ada.must('board.lock', { boardId, locked: true }),
    'the archive': () => ada.must('board.archive', { boardId }),
  }

  test.each(Object.entries(restrictions))(
    '%s is told at once; what is written after it gets nowhere',
    async (_, act) => {
      await freshBoard()
      const gus = await onlooker(await joinAsGuest(world.url, joinCode, 'gus'))
      const ben = await onlooker(await joinAsGuest(world.url, joinCode, 'ben'))
      expect(gus.access()).toBe('edit')
      const cards = gus.board.doc.getMap<Y.Map<unknown>>('cards')
      const title = () => cards.get(ideaId)?.get('title') as Y.Text
      await until(() => title() instanceof Y.Text, 'the card')
      title().insert(0, 'before ')
      await until(() => JSON.stringify(ben.board.doc.getMap('cards')).includes('before'), 'ben to see the edit')
      await act()
      await until(() => gus.access() === 'view', 'gus to be told', REVOKED_WITHIN_MS)
      title().insert(0, 'after ')
      await until(() => gus.board.closed?.code === 4403, 'the edit to be refused')
      expect(gus.board.closed?.reason).toBe('read-only')
      const stored = await world.app.sync.read(boardDocument(boardId), (doc) => JSON.stringify(doc.getMap('cards')))
      expect(stored).toContain('before')
      expect(stored).not.toContain('after ')
      expect(JSON.stringify(ben.board.doc.getMap('cards'))).not.toContain('after ')
    },
  )
})

describe('T6 in a full house', () => {
  test('a lock is known to sixty people within a second, while a canary sings to them', async () => {
    await freshBoard()
    const guests = await Promise.all(
      Array.from({ length: 60 }, (_, i) => joinAsGuest(world.url, joinCode, `guest ${i}`)),
    )
    const here = await Promise.all(guests.map((guest) => onlooker(guest)))
    await canaries()
    await ada.must('board.lock', { boardId, locked: true })
    await until(
      () => expect(here.filter((one) => one.access() !== 'view').length).toBe(0),
      'all of them to be told',
      REVOKED_WITHIN_MS,
    )
  })
})
