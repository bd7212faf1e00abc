// What is typed in the moment of coming back. Stock clients send it as soon as they are connected, before the server has
// asked for what was written offline, and it builds on that.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { settle } from './support/fakes.ts'
import { BOARD, stage } from './support/engine.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

test('S7 an edit that comes before the step 2 it builds on waits for it, and is not called saved', async () => {
  const { sync, log, join, run } = stage()
  const ben = await join('ben')
  const ada = new ModelClient(sync, personCalled('ada'), BOARD)
  ada.write('written on the train')
  ada.connect()
  ada.write(', and typed on arrival')
  ada.flush()
  await settle()
  expect([ada.open, ada.saved, log.rows(BOARD).length]).toEqual([true, 0, 0])
  await run(ada, ben)
  expect([ada.open, ben.text]).toEqual([true, 'written on the train, and typed on arrival'])
  expect([ada.sent, ada.saved]).toEqual([2, 2])
})

test('S7 it may also build on edits of an earlier page load', async () => {
  const { sync, join, run } = stage()
  const ben = await join('ben')
  const before = new Y.Doc()
  before.getText('title').insert(0, 'yesterday')
  const ada = new ModelClient(sync, personCalled('ada'), BOARD)
  Y.applyUpdate(ada.doc, Y.encodeStateAsUpdate(before), 'kept')
  ada.connect()
  ada.write(', today')
  ada.flush()
  await run(ada, ben)
  expect([ada.open, ben.text, ada.saved]).toEqual([true, 'yesterday, today', ada.sent])
})

test('S7 after its step 2 a gap is a gap', async () => {
  const { join, run } = stage()
  const ada = await join('ada')
  ada.write('one')
  ada.pipe = []
  ada.write('two')
  await run(ada)
  expect(ada.closed).toMatchObject({ code: 4409, reason: 'gap' })
})
