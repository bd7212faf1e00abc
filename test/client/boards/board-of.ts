// Owns: boards for tests of cards and groups: two columns with these cards, and a board written in one line.
import * as Y from 'yjs'
import type { BoardStore } from '../../../client/boards/board-store.ts'
import { columnsOf, putCard } from '../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'

/** Columns `todo` and `done`, in that order. */
export function boardOf(cards: Record<string, ColumnId>): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const [index, id] of ['todo', 'done'].entries()) {
      const map = new Y.Map<unknown>()
      map.set('title', id)
      map.set('order', `a${index}`)
      columnsOf(doc).set(id, map)
    }
    for (const [index, [id, column]] of Object.entries(cards).entries()) {
      const card = { ideaId: id as IdeaId, title: id, column, order: `a${index}` }
      putCard(doc, { ...card, x: 0, y: 0, group: null, color: 'sun' })
    }
  })
  return doc
}

/** The board in one line: `todo: a [name: b c] | done: …`. */
export function drawn(store: BoardStore): string {
  return store
    .columns()
    .map(({ columnId }) => {
      const words: string[] = []
      let last: string | undefined
      for (const id of store.idsIn(columnId)) {
        const group = store.groups.of(id)
        if (group?.groupId !== last && last) words.push(']')
        if (group && group.groupId !== last) words.push(`[${group.title}:`)
        words.push(id)
        last = group?.groupId
      }
      if (last) words.push(']')
      return `${columnId} ${words.join(' ')}`
    })
    .join(' | ')
}
