// What a page sends while access is being asked and the database is slow (S2, S6): nothing an honest page can have to say is too much.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { step1Frame, updateFrame } from '../../../server/sync/frames.ts'
import { DEFAULT_LIMITS, type SyncOptions } from '../../../server/sync/index.ts'
import { MESSAGE } from '../../../shared/wire.ts'
import { Aware, closeAwarenesses } from './support/aware.ts'
import { BOARD, stage } from './support/engine.ts'
import { settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

const NOT_SEATED = { code: 1013, reason: 'not-seated' }

/** An engine whose question about Ada's access is answered when told. */
function slow(options: Partial<SyncOptions> = {}) {
  let answer = () => {}
  const asked = new Promise<void>((resolve) => {
    answer = resolve
  })
  const world = stage({
    ...options,
    access: async ({ userId }) => {
      if (userId === 'user-ada') await asked
      return 'edit'
    },
  })
  const ada = new ModelClient(world.sync, personCalled('ada'), BOARD)
  return { ...world, ada, answer }
}

/** A local copy, in frames of 200 KB as our page sends one. */
function copyOf(bytes: number): Uint8Array[] {
  const doc = new Y.Doc()
  const frames: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => frames.push(updateFrame(update)))
  for (let at = 0; at < bytes; at += 200_000) doc.getText('title').insert(0, 'x'.repeat(200_000))
  return frames
}

test('S2 S6 back after an hour offline: a copy of ten megabytes and minutes of typing wait for a slow database, and are stored', async () => {
  const { sync, ada, answer, clock, log, run } = slow()
  ada.connect()
  for (const frame of copyOf(DEFAULT_LIMITS.documentBytes - 400_000)) ada.push(frame)
  for (let i = 0; i < 1_500; i++) ada.doc.getText('other').insert(i, 'y')
  ada.flush()
  await clock.advance(4_900)
  expect([ada.closed, log.loads]).toEqual([null, 0])
  answer()
  await run(ada)
  await run(ada)
  expect([ada.closed, ada.sent - ada.saved]).toEqual([null, 0])
  const sizes = await sync.read(BOARD, (doc) => ['title', 'other'].map((name) => doc.getText(name).length))
  expect(sizes).toEqual([10_200_000, 1_500])
})

test('S2 one edit or one byte more than may wait, and it is told to come back later; the next try is as good as the first', async () => {
  const edits = slow({ limits: { editsBeforeSeat: 3 } })
  edits.ada.connect()
  for (let i = 0; i < 3; i++) edits.ada.write('x')
  edits.ada.flush()
  expect(edits.ada.closed).toBeNull()
  edits.ada.write('x')
  edits.ada.flush()
  expect(edits.ada.closed).toEqual(NOT_SEATED)
  edits.ada.disconnect()
  edits.ada.connect()
  edits.answer()
  await edits.run(edits.ada)
  expect([edits.ada.closed, await edits.sync.read(BOARD, (doc) => doc.getText('title').toJSON())]).toEqual([
    null,
    'xxxx',
  ])

  const step1 = step1Frame(Uint8Array.of(0))
  const [edit = step1] = copyOf(1)
  const bytes = slow({ limits: { bytesBeforeSeat: step1.length + 2 * edit.length } })
  bytes.ada.connect()
  for (let i = 0; i < 2; i++) bytes.ada.push(edit)
  bytes.ada.flush()
  expect(bytes.ada.closed).toBeNull()
  bytes.ada.push(Uint8Array.of(MESSAGE.queryAwareness))
  bytes.ada.flush()
  expect(bytes.ada.closed).toEqual(NOT_SEATED)
})

test('S2 of presence and questions only the newest waits, however many come', async () => {
  const { ada, answer, join, run } = slow({ presence: () => 'full', limits: { bytesBeforeSeat: 2_000 } })
  const ben = await join('ben')
  const seen = new Aware(ben)
  ada.connect()
  const aware = new Aware(ada)
  for (let i = 0; i < 1_000; i++) {
    aware.awareness.setLocalState({ editing: `card-${i}` })
    ada.push(step1Frame(Uint8Array.of(0)))
  }
  ada.flush()
  await settle()
  expect(ada.closed).toBeNull()
  answer()
  await run(ada, ben)
  seen.read()
  expect(seen.sees(aware.id)).toMatchObject({ editing: 'card-999' })
  closeAwarenesses()
})
