import { expect, test, vi } from 'vitest'
import { Doc } from 'yjs'
import { BoardStore } from '../../../client/boards/board-store.ts'
import { Capture } from '../../../client/boards/capture.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import { done, refuse } from '../../../shared/outcome.ts'

const emptyBoard = new BoardStore(new Doc())
const boardId = 'board' as BoardId

test('an idea kept unseen stays on screen until what is mine has been asked for again', async () => {
  let answered = () => {}
  const asked = new Promise<void>((resolve) => {
    answered = resolve
  })
  const capture = new Capture({
    boardId,
    store: emptyBoard,
    newId: () => 'idea-one',
    add: async ({ ideaId }) => done({ ideaId, number: 0 }),
    addMany: async () => done(null),
    onSealed: () => asked,
  })
  const added = capture.add('Tea', null)
  expect(capture.ghosts().map(({ text }) => text)).toEqual(['Tea'])
  await vi.waitFor(() => expect(capture.isSent('idea-one')).toBe(true))
  expect(capture.ghosts()).toHaveLength(1)
  answered()
  await added
  expect(capture.ghosts()).toEqual([])
})

test('an idea everyone may see stays until its card is there, a refused one until its writer lets go', async () => {
  const outcomes = [done({ ideaId: 'a' as IdeaId, number: 7 }), refuse('conflict', 'not-in-this-phase')]
  let made = 0
  const capture = new Capture({
    boardId,
    store: emptyBoard,
    newId: () => `idea-${made++}`,
    add: async () => outcomes.shift()!,
    addMany: async () => done(null),
  })
  await capture.add('Tea', null)
  await capture.add('Soup', null)
  expect(capture.ghosts().map(({ text, refusal }) => [text, refusal?.reason])).toEqual([
    ['Tea', undefined],
    ['Soup', 'not-in-this-phase'],
  ])
  capture.dismiss('idea-1' as IdeaId)
  expect(capture.ghosts().map(({ text }) => text)).toEqual(['Tea'])
})
