// Owns: many questions, few queries, and no answer older than its question.
import { expect, test } from 'vitest'
import { gather, gatherSame } from '../../../server/platform/gather.ts'

test('questions of one turn are one query, those that come meanwhile the next', async () => {
  const asked: number[][] = []
  let release = () => {}
  const ask = gather(async (questions: readonly number[]) => {
    asked.push([...questions])
    await new Promise<void>((resolve) => {
      release = resolve
    })
    return questions.map((question) => question * 10)
  })
  const first = Promise.all([ask(1), ask(2), ask(3)])
  await expect.poll(() => asked.length).toBe(1)
  const second = Promise.all([ask(4), ask(5)])
  expect(asked).toEqual([[1, 2, 3]])
  release()
  expect(await first).toEqual([10, 20, 30])
  await expect.poll(() => asked.length).toBe(2)
  release()
  expect(await second).toEqual([40, 50])
  expect(asked).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('a query that fails fails its own questions and no later ones', async () => {
  let fails = true
  const ask = gather(async (questions: readonly string[]) => {
    if (fails) throw new Error('away')
    return questions
  })
  expect(await Promise.allSettled([ask('a'), ask('b')])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
  fails = false
  expect(await ask('c')).toBe('c')
})

test('an answer that is missing is an error, not an undefined', async () => {
  const ask = gather(async () => [])
  await expect(ask('a')).rejects.toThrow(/not answered/)
})

test('who asks the same in one moment shares one answer; who asks later gets a new one', async () => {
  const asked: string[] = []
  const ask = gatherSame(async (key: string) => {
    asked.push(key)
    return `${key} ${asked.length}`
  })
  const [first, same, other] = await Promise.all([ask('a'), ask('a'), ask('b')])
  expect([first, same, other]).toEqual(['a 1', 'a 1', 'b 2'])
  expect(await ask('a')).toBe('a 3')
  expect(asked).toEqual(['a', 'b', 'a'])
})
