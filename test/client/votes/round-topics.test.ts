import { expect, test } from 'vitest'
import { isOnCard, onHead, type RoundTopics, topicFor } from '../../../client/votes/round-topics.ts'
import type { IdeaId } from '../../../shared/model.ts'

const [soup, bread, salt, tea] = ['soup', 'bread', 'salt', 'tea'] as IdeaId[] as [IdeaId, IdeaId, IdeaId, IdeaId]
/** Soup stands for a group that had two ideas as the round opened, salt for itself. */
const topics: RoundTopics = new Map([
  [soup, { ideas: 2, text: 'Food' }],
  [salt, { ideas: 1, text: 'Salt' }],
])

test('a vote about everything has dots on every card and on no group', () => {
  expect([isOnCard(null, tea, false), isOnCard(null, tea, true)]).toEqual([true, true])
  expect(onHead(null, [soup, bread])).toEqual([])
  expect(topicFor(null, tea, [tea, soup])).toBe(tea)
})

test('a card that a vote is not about has none', () => {
  expect([soup, bread, salt, tea].map((id) => isOnCard(topics, id, false))).toEqual([true, false, true, false])
  expect(topicFor(topics, tea)).toBeNull()
  expect(isOnCard(new Map(), tea, false)).toBe(false)
})

test('the dots of a group are on its head; of one that was taken apart on the card that stood for it', () => {
  expect([isOnCard(topics, soup, true), onHead(topics, [bread, soup])]).toEqual([false, [soup]])
  expect(isOnCard(topics, soup, false)).toBe(true)
  // An idea that is a topic by itself keeps its dots wherever it lies.
  expect([isOnCard(topics, salt, true), onHead(topics, [salt, tea])]).toEqual([true, []])
})

test('a key on a card of a group votes for the group', () => {
  expect(topicFor(topics, bread, [soup, bread])).toBe(soup)
  expect(topicFor(topics, salt, [soup, salt])).toBe(salt)
  expect(topicFor(topics, bread, [bread, tea])).toBeNull()
})
