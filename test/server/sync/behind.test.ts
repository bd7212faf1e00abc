// Somebody comes from another node and knows more than this one has heard of.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { nodesApart } from './support/apart.ts'
import { BOARD } from './support/engine.ts'
import { type FakeClock, HeldLog } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

class Log extends HeldLog {
  away = false

  override after(document: string, seq: number) {
    return this.away ? Promise.reject(new Error('the database is away')) : super.after(document, seq)
  }
}

function twoNodes() {
  const log = new Log()
  return { log, ...nodesApart(log) }
}

async function exchange(clock: FakeClock, ...clients: ModelClient[]): Promise<void> {
  for (let i = 0; i < 4; i++) {
    for (const client of clients) client.exchange()
    await clock.advance(50)
  }
  for (const client of clients) client.pull()
}

/** Ben, with what he saw there and an answer to it, comes here, where Ada is known and her new sentence is not. */
async function benMovesOver() {
  const nodes = twoNodes()
  const { clock, here, there } = nodes
  const client = (node: typeof here, name: string) => new ModelClient(node, personCalled(name), BOARD)
  const [ada, ben] = [client(there, 'ada'), client(there, 'ben')]
  for (const each of [ada, ben]) each.connect()
  ada.write('Known here')
  await exchange(clock, ada, ben)
  const cleo = client(here, 'cleo')
  cleo.connect()
  await exchange(clock, cleo)
  ada.write(', and not known here')
  await exchange(clock, ada, ben)
  expect([ben.text, cleo.text]).toEqual(['Known here, and not known here', 'Known here'])
  ben.disconnect()
  const moved = client(here, 'ben')
  Y.applyUpdate(moved.doc, Y.encodeStateAsUpdate(ben.doc), 'kept')
  moved.write('; answered')
  moved.connect()
  return { ...nodes, moved, cleo }
}

test('S7 S25 nobody is refused for what a node has not heard of: the log is asked first', async () => {
  const { clock, moved, cleo } = await benMovesOver()
  await exchange(clock, moved, cleo)
  expect([moved.closed, moved.saved]).toEqual([null, moved.sent])
  expect(cleo.text).toBe('Known here, and not known here; answered')
})

test('S7 S25 with the log away they are told to come back, and keep what they have', async () => {
  const { log, clock, moved } = await benMovesOver()
  log.away = true
  await exchange(clock, moved)
  expect(moved.closed).toEqual({ code: 1013, reason: 'log-away' })
})
