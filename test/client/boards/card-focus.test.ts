import { expect, test } from 'vitest'
import { CardFocus } from '../../../client/boards/card-focus.ts'
import type { IdeaId } from '../../../shared/model.ts'

const idea = (name: string) => name as IdeaId

test('one card at a time is active, and only the two concerned are told', () => {
  const focus = new CardFocus()
  const told: string[] = []
  for (const id of ['a', 'b', 'c']) focus.modes.subscribe(id, () => told.push(id))
  focus.enter(idea('a'))
  focus.enter(idea('b'), 'editing')
  expect(told).toEqual(['a', 'a', 'b'])
  expect([focus.modeOf(idea('a')), focus.modeOf(idea('b'))]).toEqual([undefined, 'editing'])
  focus.settle(idea('a'))
  expect(focus.modeOf(idea('b'))).toBe('editing')
})

test('a card that is moving keeps moving when the focus follows it', () => {
  const focus = new CardFocus()
  focus.startMove(idea('a'), 2)
  focus.want(idea('a'))
  expect(focus.modeOf(idea('a'))).toBe('moving')
})

test('the wish for the focus is told after the change that made it, so that the new place can take it', async () => {
  const focus = new CardFocus()
  const order: string[] = []
  focus.onWant(() => order.push(`wanted ${focus.wanted}`))
  focus.want(idea('a'))
  order.push('drawn')
  await Promise.resolve()
  expect(order).toEqual(['drawn', 'wanted a'])
  focus.taken(idea('a'))
  expect(focus.wanted).toBeNull()
})
