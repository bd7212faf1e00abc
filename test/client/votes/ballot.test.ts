import { expect, test } from 'vitest'
import { Ballot } from '../../../client/votes/ballot.ts'
import type { IdeaId, RoundId } from '../../../shared/model.ts'
import { done, type Outcome, refuse } from '../../../shared/outcome.ts'

const roundId = 'round-one' as RoundId
const tea = 'idea-tea-00' as IdeaId
const bikes = 'idea-bikes0' as IdeaId

function world() {
  const answers: ((outcome: Outcome<{ left: number }>) => void)[] = []
  const sent: { ideaId: IdeaId; votes: number }[] = []
  const ballot = new Ballot({ roundId, budget: 3, maxPerIdea: 2 }, ({ ideaId, votes }) => {
    sent.push({ ideaId, votes })
    return new Promise((resolve) => answers.push(resolve))
  })
  return { ballot, sent, answer: (outcome: Outcome<{ left: number }>) => answers.shift()!(outcome) }
}

test('a dot counts on screen before the server has answered, and is spent from what is left', () => {
  const { ballot, sent } = world()
  void ballot.set(tea, 2)
  expect(ballot.on(tea)).toBe(2)
  expect(ballot.left()).toBe(1)
  expect(sent).toEqual([{ ideaId: tea, votes: 2 }])
})

test('a refused dot goes back to where it came from', async () => {
  const { ballot, answer } = world()
  ballot.hear({ [tea]: 1 })
  const cast = ballot.set(tea, 2)
  answer(refuse('conflict', 'budget-spent'))
  expect((await cast).ok).toBe(false)
  expect(ballot.on(tea)).toBe(1)
  expect(ballot.left()).toBe(2)
})

test('of two quick changes the last one stays, whatever order the words of the server come in', async () => {
  const { ballot, answer } = world()
  const first = ballot.set(tea, 1)
  const second = ballot.set(tea, 2)
  ballot.hear({ [tea]: 1 }) // the first cast's event arrives while the second is out
  expect(ballot.on(tea)).toBe(2)
  answer(done({ left: 2 }))
  await first
  expect(ballot.on(tea)).toBe(2)
  answer(done({ left: 1 }))
  await second
  expect(ballot.on(tea)).toBe(2)
})

test('nothing more fits past the maximum per idea, nor past the budget', () => {
  const { ballot } = world()
  ballot.hear({ [tea]: 2 })
  expect(ballot.mayAdd(tea)).toBe(false)
  expect(ballot.mayAdd(bikes)).toBe(true)
  ballot.hear({ [tea]: 2, [bikes]: 1 })
  expect(ballot.mayAdd(bikes)).toBe(false)
  expect(ballot.left()).toBe(0)
})
