import { beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { forget } from '../../../client/live/forget.ts'
import { copyName, generationOf, holdsRefused, nextGeneration } from '../../../client/live/generation.ts'
import type { DocumentName } from '../../../shared/documents.ts'

const BOARD: DocumentName = 'board.abcdefgh'

/** What is needed of localStorage: keys are own properties. */
function storage(): Record<string, string> {
  return Object.create({
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key]
    },
  }) as Record<string, string>
}

beforeEach(() => void vi.stubGlobal('localStorage', storage()))

describe('which copy of a document is the good one', () => {
  test('the first has the plain name that copies always had, each later one a name of its own', () => {
    expect(copyName('ada', BOARD, 0)).toBe('kiem.ada.board.abcdefgh')
    expect(copyName('ada', BOARD, 2)).toBe('kiem.ada.board.abcdefgh~2')
    expect(generationOf('ada', BOARD).number).toBe(0)
  })

  test('two tabs that are refused at once agree on one next copy', () => {
    expect(nextGeneration('ada', BOARD, 0, new Map([[7, 3]])).number).toBe(1)
    expect(nextGeneration('ada', BOARD, 0, new Map([[8, 5]])).number).toBe(1)
    expect([...generationOf('ada', BOARD).refused]).toEqual([
      [7, 3],
      [8, 5],
    ])
    expect(generationOf('ben', BOARD).number).toBe(0)
  })

  test('a document holds refused edits when it knows more of a client than was accepted', () => {
    const doc = new Y.Doc()
    doc.clientID = 7
    doc.getText('t').insert(0, 'abc')
    nextGeneration('ada', BOARD, 0, new Map([[7, 3]]))
    expect(holdsRefused(doc, generationOf('ada', BOARD))).toBe(false)
    doc.getText('t').insert(3, 'd')
    expect(holdsRefused(doc, generationOf('ada', BOARD))).toBe(true)
  })

  test('a damaged record is the first generation', () => {
    localStorage.setItem('kiem.generation.ada.board.abcdefgh', '{"number":-1')
    expect(generationOf('ada', BOARD).number).toBe(0)
  })

  test('where nothing can be written the page itself still remembers', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => null,
      setItem() {
        throw new DOMException('full', 'QuotaExceededError')
      },
    })
    nextGeneration('cleo', BOARD, 0, new Map())
    expect(generationOf('cleo', BOARD).number).toBe(1)
  })

  test('signing out forgets it', async () => {
    nextGeneration('ada', BOARD, 0, new Map())
    await forget('ada')
    expect(generationOf('ada', BOARD).number).toBe(0)
  })
})
