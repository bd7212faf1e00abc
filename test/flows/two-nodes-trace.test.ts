// Owns: a real writing session of two people, keystroke by keystroke, each on another node, with Redis killed and started again
// in the middle: what comes out is the recorded text, at every reader on every node.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, startCluster } from '../support/cluster.ts'
import { fingerprint } from '../support/documents.ts'
import { joinAsGuest, type Person, signUp } from '../support/people.ts'
import { missing, type RedisServer, startRedis } from '../support/services.ts'
import { until } from '../support/until.ts'
import { noTrace, twoWriters } from './trace.ts'
import { beginParagraph, desk, plain, Writer } from './trace-writer.ts'

const TOGETHER = 'friendsforever.json.gz'
// Hundreds of times one waits for what the other typed, each through two servers and their disk.
const REPLAY_DEADLINE_MS = 280_000

describe.skipIf(noTrace(TOGETHER) || missing('postgres') || missing('redis'))('a recorded session on two nodes', () => {
  let redis: RedisServer
  let cluster: Cluster
  const people: Person[] = []

  beforeAll(async () => {
    redis = await startRedis()
    cluster = await startCluster(2, { redis: [redis.url, redis.url] })
    await cluster.joined()
  })
  afterAll(async () => {
    for (const person of people) await person.close()
    await cluster?.stop()
    await redis?.stop()
  })

  test('S25 S27 ends with the recorded text on both, though Redis was restarted in the middle', {
    timeout: REPLAY_DEADLINE_MS,
  }, async () => {
    const { endContent, transactions, steps } = twoWriters(TOGETHER)
    const [one, two] = cluster.nodes.map(({ url }) => url) as [string, string]
    const ada = await signUp(one, 'ada')
    const { boardId, joinCode } = await ada.must('board.create', { title: 'Friends' })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Write together' })
    const gus = await joinAsGuest(two, joinCode, 'gus')
    people.push(ada, gus)
    const desks = [await desk(ada, ideaId), await desk(gus, ideaId)] as const
    await beginParagraph(desks)
    // Yjs lets the smaller client id go first where two insert at one place, and so did the recording's editor.
    const first = new Writer(desks[0].live, 1, steps[0])
    const second = new Writer(desks[1].live, 2, steps[1])
    const replay = Promise.all([first.replay(second), second.replay(first)])
    const typed = () => first.updates.length + second.updates.length
    const half = until(() => expect(typed()).toBeGreaterThan(transactions / 2), 'half of it', REPLAY_DEADLINE_MS)
    await Promise.race([half, replay])
    expect(typed(), 'typed when Redis was killed').toBeLessThan(transactions)
    await redis.kill()
    await redis.start()
    await replay
    expect(typed()).toBe(transactions)

    for (const { saved } of desks) await until(() => expect(saved.unsaved).toBe(0), 'everything typed to be saved')
    // Each reader holds nothing of their own: this is what that node has.
    const readers = [await joinAsGuest(one, joinCode, 'gia'), await joinAsGuest(two, joinCode, 'geo')]
    people.push(...readers)
    const copies = desks.map(({ live }) => live.doc)
    for (const reader of readers) copies.push((await reader.proposal(ideaId)).doc)
    await until(() => expect(new Set(copies.map(fingerprint)).size).toBe(1), 'all to hold the same')
    for (const doc of copies) expect(plain(doc)).toBe(endContent)
  })
})
