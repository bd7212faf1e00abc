// A node that has not heard of it yet takes a client id for somebody's that is another's (S8): the log refuses the commit, and it may
// cost only who really wrote under it.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { updateFrame } from '../../../server/sync/frames.ts'
import { nodesApart } from './support/apart.ts'
import { BOARD } from './support/engine.ts'
import { HeldLog } from './support/fakes.ts'
import { string, update } from './support/hostile-bytes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

const OTHER = 'board.two'
const ADAS = 77

/** Two nodes that hear nothing of each other, and Ada's first words, which only the other one knows. */
async function elsewhere() {
  const log = new HeldLog()
  const { clock, here, there } = nodesApart(log)
  const client = (on: typeof here, name: string, document = BOARD, id?: number) => {
    const joining = new ModelClient(on, personCalled(name), document, id)
    joining.connect()
    return joining
  }
  async function run(...clients: ModelClient[]): Promise<void> {
    for (let i = 0; i < 6; i++) {
      for (const each of clients) each.exchange()
      await clock.advance(50)
    }
    for (const each of clients) each.pull()
  }
  const cleo = client(here, 'cleo')
  const dan = client(here, 'dan', OTHER)
  await run(cleo, dan)
  const ada = client(there, 'ada', BOARD, ADAS)
  await run(ada)
  ada.write('Hers. ')
  await run(ada)
  /** What these wrote waits behind a commit of another document, and rides in one. */
  async function together(...clients: ModelClient[]): Promise<void> {
    log.holding = true
    dan.write('Before. ')
    await run(dan)
    await run(...clients)
    log.appends = []
    log.holding = false
    log.release()
    await run(...clients, dan)
  }
  return { log, here, there, client, run, together, ada, cleo, dan }
}

const ownersIn = async (log: HeldLog) => (await log.load(BOARD)).clients

test('S8 S13 who brings words of others that this node has not heard of is no stranger: nobody is cut, all of it is stored', async () => {
  const { log, here, there, client, run, together, cleo, dan } = await elsewhere()
  const ben = client(there, 'ben')
  await run(ben)
  ben.disconnect()
  ben.write('His answer. ')
  const moved = client(here, 'ben')
  Y.applyUpdate(moved.doc, Y.encodeStateAsUpdate(ben.doc))
  cleo.write('Hers too. ')
  await together(moved, cleo)
  expect(log.appends[0]?.[0]?.clients).toContainEqual({ clientId: ADAS, owner: 'user-ben' })
  expect([moved, cleo, dan].map(({ closed }) => closed)).toEqual([null, null, null])
  expect([moved, cleo, dan].map(({ saved, sent }) => sent - saved)).toEqual([0, 0, 0])
  for (const words of ['Hers. ', 'His answer. ', 'Hers too. ']) expect(cleo.text).toContain(words)
  expect(moved.text).toBe(cleo.text)
  expect(here.stats().counters['rooms_failed'] ?? 0).toBe(0)
})

test('S8 S13 who writes under an id that is another’s by now is the only one it costs: the others’ edits of that commit are stored', async () => {
  const { log, here, client, run, together, cleo, dan } = await elsewhere()
  const ben = client(here, 'ben', BOARD, ADAS)
  await run(ben)
  const eva = client(here, 'eva', 'board.three')
  await run(eva)
  for (const each of [ben, cleo, eva]) each.write(`${each.person.userId} wrote this. `)
  const server = here.write(BOARD, (doc) => doc.getMap('cards').set('a', 1))
  await together(ben, cleo, eva)
  expect(log.appends[0]?.map(({ document, rows }) => [document, rows.length])).toEqual([
    [BOARD, 3],
    ['board.three', 1],
  ])
  expect(ben.closed).toEqual({ code: 4409, reason: 'foreign-client' })
  expect([cleo, dan, eva].map(({ closed }) => closed)).toEqual([null, null, null])
  expect([cleo, dan, eva].map(({ saved, sent }) => sent - saved)).toEqual([0, 0, 0])
  expect(await server).toMatchObject({ changed: true })
  expect(cleo.text).toContain('Hers. ')
  expect(cleo.text).toContain('user-cleo')
  expect(cleo.text).not.toContain('user-ben')
  expect(await ownersIn(log)).toContainEqual({ clientId: ADAS, owner: 'user-ada' })
  expect(await ownersIn(log)).not.toContainEqual({ clientId: ADAS, owner: 'user-ben' })
  expect(here.stats().counters).toMatchObject({ commits_taken_back: 1, 'guard_foreign-client': 1 })
})

test('S8 going on after the last word of another is refused as well, once this node has heard of it', async () => {
  const { here, client, run, cleo } = await elsewhere()
  const ben = client(here, 'ben')
  await run(ben)
  // Hers as they are, and one more under her id.
  const forged = update([
    { client: ADAS, pieces: [string({ parent: 'title' }, 'Hers. '), string({ origin: [ADAS, 5] }, 'x')] },
  ])
  ben.push(updateFrame(forged))
  await run(ben, cleo)
  expect(ben.closed).toEqual({ code: 4409, reason: 'foreign-client' })
  expect([cleo.closed, cleo.text]).toEqual([null, 'Hers. '])
})

test('S29 a change that could not be made is not made by the second try', async () => {
  const { log, here, client, run, together } = await elsewhere()
  const ben = client(here, 'ben', BOARD, ADAS)
  await run(ben)
  let tries = 0
  const failing = here.write(BOARD, () => {
    tries += 1
    throw new Error('no')
  })
  const refused = expect(failing).rejects.toThrow('no')
  ben.write('His. ')
  await together(ben)
  await refused
  expect(log.appends[0]?.[0]?.document).toBe(BOARD)
  expect(tries).toBe(1)
})

test('S8 S13 with no answer whose the ids are, the room begins again from the log', async () => {
  const { log, here, client, run, cleo } = await elsewhere()
  const ben = client(here, 'ben', BOARD, ADAS)
  await run(ben)
  const { clients } = log
  log.clients = () => Promise.reject(new Error('the database is away'))
  ben.write('His. ')
  await run(ben, cleo)
  const gone = { code: 1013, reason: 'storage-failed' }
  expect([ben, cleo].map(({ closed }) => closed)).toEqual([gone, gone])
  log.clients = clients
  cleo.connect()
  await run(cleo)
  expect([cleo.closed, cleo.text]).toEqual([null, 'Hers. '])
})
