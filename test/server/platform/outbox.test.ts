// What is enqueued in a transaction reaches every subscriber, in order, at least once, and nothing else does.
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { systemClock } from '../../../server/platform/clock.ts'
import type { Database } from '../../../server/platform/database/index.ts'
import { createOutbox, type Delivery, enqueue, type Outbox } from '../../../server/platform/outbox.ts'
import { board, type Ground, onBothDatabases, silent } from './support.ts'

type Seen = { subscriber: string; key: string; id: number; attempts: number }

onBothDatabases('outbox', (makeGround) => {
  let ground: Ground
  const running: Outbox[] = []

  beforeAll(async () => {
    ground = await makeGround()
  })
  afterEach(async () => {
    for (const outbox of running.splice(0)) await outbox.drain()
    await ground.database.db.execute(sql`delete from outbox`)
  })
  afterAll(() => ground.close())

  function node(database: Database = ground.database) {
    const retryDelaysMs = [20]
    const outbox = createOutbox({ database, clock: systemClock, log: silent, retryDelaysMs })
    running.push(outbox)
    return outbox
  }

  const changed = (key: string) =>
    ground.database.transaction((tx) => enqueue(tx, 'board.changed', key, { boardId: board(key) }))

  function recording(seen: Seen[], subscriber: string) {
    return async ({ key, id, attempts }: Delivery) => {
      seen.push({ subscriber, key, id, attempts })
    }
  }

  test('every subscriber of a topic gets a committed row, and subscribers of other topics do not', async () => {
    const seen: Seen[] = []
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    outbox.subscribe(['board.changed', 'ideas.born'], 'inbox', recording(seen, 'inbox'))
    outbox.subscribe('ideas.born', 'other', recording(seen, 'other'))
    await outbox.start()
    await changed('b1')
    await outbox.idle()
    expect(seen.map(({ subscriber }) => subscriber).sort()).toEqual(['inbox', 'scribe'])
  })

  test('a payload arrives as it was enqueued', async () => {
    const payloads: unknown[] = []
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', async ({ payload }) => void payloads.push(payload))
    await outbox.start()
    await changed('b1')
    await outbox.idle()
    expect(payloads).toEqual([{ boardId: 'b1' }])
  })

  test('what is told at once is told at the commit, also while a hanging subscriber holds everything up', async () => {
    const told: unknown[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const outbox = node()
    outbox.subscribe('board.changed', 'slow', () => held)
    outbox.subscribe('access.changed', 'access', () => held)
    outbox.atOnce('access.changed', async (payload) => void told.push(payload))
    await outbox.start()
    for (let i = 0; i < 5; i++) await changed('b1')
    const undone = ground.database.transaction(async (tx) => {
      await enqueue(tx, 'access.changed', 'b1', { boardId: board('undone') })
      throw new Error('refused')
    })
    await expect(undone).rejects.toThrow('refused')
    await ground.database.transaction((tx) => enqueue(tx, 'access.changed', 'b1', { boardId: board('b1') }))
    expect(told).toEqual([{ boardId: 'b1' }])
    release()
    await outbox.idle()
  })

  test('a rolled-back transaction enqueues nothing', async () => {
    const seen: Seen[] = []
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    await outbox.start()
    const undone = ground.database.transaction(async (tx) => {
      await enqueue(tx, 'board.changed', 'gone', { boardId: board('gone') })
      throw new Error('refused')
    })
    await expect(undone).rejects.toThrow('refused')
    await changed('kept')
    await outbox.idle()
    expect(seen.map(({ key }) => key)).toEqual(['kept'])
  })

  test('a commit wakes the outbox without waiting for its poll', async () => {
    const stopped = { ...systemClock, after: () => () => undefined } // a clock whose timers never fire
    const seen: Seen[] = []
    const outbox = createOutbox({ database: ground.database, clock: stopped, log: silent })
    running.push(outbox)
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    await outbox.start()
    await changed('b1')
    await vi.waitFor(() => expect(seen).toHaveLength(1))
  })

  test('rows of one key arrive in id order although the handler is slow for the first ones', async () => {
    const seen: Seen[] = []
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', async (delivery) => {
      const turns = seen.length < 3 ? 5 : 0
      for (let turn = 0; turn < turns; turn++) await ground.database.ping()
      await recording(seen, 'scribe')(delivery)
    })
    await outbox.start()
    await ground.database.transaction(async (tx) => {
      for (let i = 0; i < 20; i++) {
        const key = i % 2 ? 'odd' : 'even'
        await enqueue(tx, 'board.changed', key, { boardId: board(key) })
      }
    })
    await outbox.idle()
    for (const key of ['odd', 'even']) {
      const ids = seen.filter((one) => one.key === key).map(({ id }) => id)
      expect(ids).toHaveLength(10)
      expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    }
  })

  test('a failed delivery is repeated until it succeeds, and only for the subscriber that failed', async () => {
    const seen: Seen[] = []
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    outbox.subscribe('board.changed', 'mail', async (delivery) => {
      await recording(seen, 'mail')(delivery)
      if (delivery.attempts < 2) throw new Error('the mail server is away')
    })
    await outbox.start()
    await changed('b1')
    await outbox.idle()
    expect(seen.filter(({ subscriber }) => subscriber === 'scribe')).toHaveLength(1)
    expect(seen.filter(({ subscriber }) => subscriber === 'mail').map(({ attempts }) => attempts)).toEqual([0, 1, 2])
  })

  test('a failing board holds up neither other boards nor other subscribers, and keeps its own order', async () => {
    const seen: Seen[] = []
    let broken = true
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    outbox.subscribe('board.changed', 'mail', async (delivery) => {
      if (delivery.key === 'bad' && broken) throw new Error('not now')
      await recording(seen, 'mail')(delivery)
    })
    await outbox.start()
    for (const key of ['bad', 'good', 'bad', 'good', 'bad']) await changed(key)
    const of = (subscriber: string, key: string) =>
      seen.filter((one) => one.subscriber === subscriber && one.key === key).map(({ id }) => id)
    await vi.waitFor(() => {
      expect(of('mail', 'good')).toHaveLength(2)
      expect(of('scribe', 'bad')).toHaveLength(3)
    })
    expect(of('mail', 'bad')).toEqual([])
    broken = false
    await outbox.idle()
    expect(of('mail', 'bad')).toEqual(of('scribe', 'bad'))
  })

  test('F1 a process that dies between two subscribers leaves only what is owed to its successor', async () => {
    const seen: Seen[] = []
    await changed('b1')
    // What the dead process left: the row leased, one of two deliveries written down.
    await ground.database.db.execute(sql`update outbox set next_at = now() + interval '9 seconds'`)
    await ground.database.db.execute(sql`insert into outbox_deliveries select id, 'scribe' from outbox`)
    const outbox = createOutbox({ database: ground.database, clock: systemClock, log: silent, alone: true })
    running.push(outbox)
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    outbox.subscribe('board.changed', 'mail', recording(seen, 'mail'))
    await outbox.start()
    await outbox.idle()
    expect(seen.map(({ subscriber }) => subscriber)).toEqual(['mail'])
  })

  test('what was enqueued before the start is delivered', async () => {
    const seen: Seen[] = []
    await changed('early')
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    await outbox.start()
    await outbox.idle()
    expect(seen).toHaveLength(1)
  })

  test('drain waits for the running handler, begins no other, and loses nothing', async () => {
    const seen: Seen[] = []
    let go = () => {}
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    const first = node()
    first.subscribe('board.changed', 'scribe', async (delivery) => {
      await recording(seen, 'scribe')(delivery)
      await held
    })
    await first.start()
    await changed('b1')
    await changed('b1')
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    const drained = first.drain()
    go()
    await drained
    expect(seen).toHaveLength(1)
    const second = node()
    second.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    await second.start()
    await second.idle()
    expect(seen).toHaveLength(2)
  })

  test('more rows than one claim takes are all delivered once', async () => {
    const seen: Seen[] = []
    const outbox = node()
    outbox.subscribe('board.changed', 'scribe', recording(seen, 'scribe'))
    outbox.subscribe('board.changed', 'inbox', recording(seen, 'inbox'))
    await outbox.start()
    await ground.database.db.execute(sql`
      insert into outbox (topic, key, payload)
      select 'board.changed', 'b' || n % 7, '{"boardId": "b"}'::jsonb from generate_series(1, 450) n`)
    outbox.wake()
    await outbox.idle()
    expect(seen).toHaveLength(900)
    expect(new Set(seen.map(({ id, subscriber }) => `${subscriber} ${id}`)).size).toBe(900)
  })

  test('several nodes share the work: each row goes to one of them, in order per key', async () => {
    if (!ground.anotherNode) return
    const seen: Seen[] = []
    const databases = [ground.database, await ground.anotherNode(), await ground.anotherNode()]
    const nodes = databases.map((database) => node(database))
    for (const outbox of nodes) {
      outbox.subscribe('board.changed', 'scribe', async (delivery) => {
        await ground.database.ping()
        await recording(seen, 'scribe')(delivery)
      })
      await outbox.start()
    }
    const keys = ['b0', 'b1', 'b2', 'b3', 'b4']
    const writers = keys.map(async (key) => {
      for (let i = 0; i < 24; i++) await changed(key)
    })
    await Promise.all(writers)
    await nodes[0]!.idle()
    for (const key of keys) {
      const ids = seen.filter((one) => one.key === key).map(({ id }) => id)
      expect(ids).toHaveLength(24)
      expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    }
  })
})
