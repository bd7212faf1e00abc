import { describe, expect, test } from 'vitest'
import { OFFLINE } from '../../../client/live/http.ts'
import { CommandQueue, QUEUE_MAX_COMMANDS, type Shelf, type Waiting } from '../../../client/live/queue.ts'
import { done, type Outcome, refuse } from '../../../shared/outcome.ts'

interface Sent {
  name: string
  input: unknown
  key: string
  answer(outcome: Outcome<unknown>): Promise<void>
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A queue whose network is the test: every command that goes out is in `sent` until answered. */
function world(shelved: Waiting[] = []) {
  const sent: Sent[] = []
  const timers: { ms: number; fn: () => void }[] = []
  const waiting: number[] = []
  const late: [string, Outcome<unknown>][] = []
  const onShelf = new Map(shelved.map((command) => [command.key, command]))
  const shelf: Shelf = {
    put: (command) => void onShelf.set(command.key, command),
    drop: (key) => void onShelf.delete(key),
    all: () => [...onShelf.values()],
    clear: () => onShelf.clear(),
  }
  let keys = 0
  const queue = new CommandQueue({
    transport: {
      send: (name, input, key) =>
        new Promise((resolve) => {
          sent.push({
            name,
            input,
            key,
            answer: (outcome) => {
              resolve(outcome)
              return settled()
            },
          })
        }),
    },
    newKey: () => `key-${++keys}`,
    after: (ms, fn) => {
      const timer = { ms, fn }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    onWaiting: (count) => waiting.push(count),
    onLateAnswer: (command, outcome) => late.push([command.name, outcome]),
  })
  const passTime = async () => {
    for (const timer of timers.splice(0)) timer.fn()
    await settled()
  }
  return { queue, sent, timers, waiting, late, shelf, onShelf, passTime }
}

describe('commands while the server answers', () => {
  test('a command goes out at once and its answer comes back', async () => {
    const { queue, sent } = world()
    const answer = queue.send('idea.like', { liked: true }, 'idea-1')
    await sent[0]!.answer(done({ likes: 3 }))
    expect(await answer).toEqual(done({ likes: 3 }))
  })

  test('commands of one lane go one after the other, other lanes do not wait', async () => {
    const { queue, sent } = world()
    void queue.send('vote.cast', { votes: 1 }, 'round')
    void queue.send('vote.cast', { votes: 2 }, 'round')
    void queue.send('comment.add', {}, 'idea')
    expect(sent.map(({ name, input }) => [name, input])).toEqual([
      ['vote.cast', { votes: 1 }],
      ['comment.add', {}],
    ])
    await sent[0]!.answer(done({ left: 4 }))
    expect(sent[2]!.input).toEqual({ votes: 2 })
  })

  test('a refusal is an answer: it is handed on and not sent again', async () => {
    const { queue, sent } = world()
    const answer = queue.send('vote.cast', {}, 'round')
    await sent[0]!.answer(refuse('conflict', 'round-closed'))
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'round-closed' } })
    expect(sent).toHaveLength(1)
  })

  test('"not now" is asked again after the pause the server names, with the same key', async () => {
    const { queue, sent, timers, passTime } = world()
    const answer = queue.send('idea.add', {}, 'idea')
    await sent[0]!.answer(refuse('too-fast', 'too-fast', 'slow down', { retryAfterMs: 700 }))
    expect(timers.map(({ ms }) => ms)).toEqual([700])
    await passTime()
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1'])
    await sent[1]!.answer(done({}))
    expect(await answer).toEqual(done({}))
  })

  test('a server that keeps saying "not now" is reported after five more tries', async () => {
    const { queue, sent, passTime } = world()
    const answer = queue.send('idea.add', {}, 'idea')
    for (let times = 0; times < 6; times++) {
      await sent[times]!.answer(refuse('retry', 'storage-away'))
      await passTime()
    }
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'storage-away' } })
    expect(sent).toHaveLength(6)
  })
})

describe('commands while the server cannot be reached', () => {
  test('a command waits, is counted, and goes out with the same key when the connection is back', async () => {
    const { queue, sent, waiting } = world()
    const answer = queue.send('idea.add', { text: 'bikes' }, 'idea')
    await sent[0]!.answer(OFFLINE)
    expect(waiting).toEqual([1])
    queue.wake()
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1'])
    await sent[1]!.answer(done({ number: 1 }))
    expect(await answer).toEqual(done({ number: 1 }))
    expect(waiting).toEqual([1, 0])
  })

  test('later commands do not go out before the connection is back, and keep their order', async () => {
    const { queue, sent, waiting } = world()
    void queue.send('idea.add', { text: 'first' }, 'a')
    await sent[0]!.answer(OFFLINE)
    void queue.send('idea.add', { text: 'second' }, 'b')
    void queue.send('idea.add', { text: 'third' }, 'c')
    expect(sent).toHaveLength(1)
    expect(waiting.at(-1)).toBe(3)
    queue.wake()
    expect(sent.slice(1).map(({ input }) => input)).toEqual([{ text: 'first' }, { text: 'second' }, { text: 'third' }])
  })

  test('it tries again by itself, less and less often', async () => {
    const { queue, sent, timers, passTime } = world()
    void queue.send('idea.add', {}, 'idea')
    const pauses: number[] = []
    for (let times = 0; times < 6; times++) {
      await sent[times]!.answer(OFFLINE)
      pauses.push(timers[0]!.ms)
      await passTime()
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
  })

  test('what waits is shelved and leaves the shelf with its answer; what went straight through never gets there', async () => {
    const { queue, sent, shelf, onShelf } = world()
    queue.adopt(shelf)
    void queue.send('idea.add', {}, 'idea')
    expect(onShelf.size).toBe(0)
    await sent[0]!.answer(OFFLINE)
    expect([...onShelf.keys()]).toEqual(['key-1'])
    queue.wake()
    await sent[1]!.answer(done({}))
    expect(onShelf.size).toBe(0)
  })

  test('a later page sends what an earlier one could not, and its answer is told', async () => {
    const left: Waiting = { key: 'key-old', name: 'idea.add', input: { text: 'trees' }, lane: 'idea' }
    const { queue, sent, shelf, onShelf, late, waiting } = world([left])
    queue.adopt(shelf)
    expect(waiting).toEqual([1])
    expect(sent[0]).toMatchObject({ name: 'idea.add', input: { text: 'trees' }, key: 'key-old' })
    await sent[0]!.answer(refuse('forbidden', 'locked'))
    expect(late).toEqual([['idea.add', refuse('forbidden', 'locked')]])
    expect(onShelf.size).toBe(0)
  })

  test('one past the limit is refused instead of waiting for ever', async () => {
    const { queue } = world()
    for (let count = 0; count < QUEUE_MAX_COMMANDS; count++) void queue.send('idea.like', {}, 'one')
    expect(await queue.send('idea.like', {}, 'one')).toMatchObject({ ok: false, error: { reason: 'queue-full' } })
  })
})

describe('leaving', () => {
  test('signing out refuses what waits and empties the shelf', async () => {
    const { queue, sent, shelf, onShelf, waiting } = world()
    queue.adopt(shelf)
    const answer = queue.send('idea.add', {}, 'idea')
    await sent[0]!.answer(OFFLINE)
    queue.clear(refuse('sign-in', 'signed-out'))
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'signed-out' } })
    expect(onShelf.size).toBe(0)
    expect(waiting.at(-1)).toBe(0)
  })

  test('a session that ran out keeps what waits for this person', async () => {
    const { queue, shelf, onShelf } = world()
    queue.adopt(shelf)
    const answer = queue.send('idea.add', {}, 'idea')
    queue.detach(refuse('sign-in', 'signed-out'))
    expect(await answer).toMatchObject({ ok: false })
    expect([...onShelf.keys()]).toEqual(['key-1'])
  })

  test('an answer that arrives after leaving disturbs nobody', async () => {
    const { queue, sent } = world()
    const answer = queue.send('idea.add', {}, 'idea')
    queue.clear(refuse('sign-in', 'signed-out'))
    await sent[0]!.answer(done({ number: 1 }))
    expect(await answer).toMatchObject({ ok: false, error: { reason: 'signed-out' } })
  })
})
