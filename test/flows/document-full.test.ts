// Owns: a document at its cap, from outside (SYNC S17): everybody is told, adding is refused, taking away works, and then
// there is room again.
import { getSchema } from '@tiptap/core'
import { EditorState } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { proposalExtensions } from '../../client/proposals/extensions.ts'
import { fullnessPlugin } from '../../client/proposals/fullness.ts'
import { boardDocument, cardsOf, cardTitle, proposalContent, proposalDocument } from '../../shared/documents.ts'
import { CLOSE, DOCUMENT_FULL, readNotice } from '../../shared/wire.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const CAP_BYTES = 40_000

describeOnEachDatabase('a full document', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  beforeAll(async () => {
    world = await startWorld({ database, overrides: { syncLimits: { documentBytes: CAP_BYTES } } })
    ada = await world.person('ada')
    ben = await world.person('ben')
  })
  afterAll(() => world.close())

  async function opened(who: Person, name: string) {
    let access = ''
    const live = who.document(name, {
      heard(bytes) {
        const notice = readNotice(bytes)
        if (notice?.kind === 'access') access = notice.access
      },
    })
    await live.synced()
    return { live, access: () => access }
  }

  test.each(['board', 'proposal'] as const)(
    'S17 a %s says so, is read-only but for deleting, and opens up again',
    async (kind) => {
      const { boardId } = await ada.must('board.create', { title: 'Full' })
      // A card has a limit of its own: a board is filled by many.
      const { ideas } = await ada.must('idea.add-many', { boardId, texts: ['a', 'b', 'c', 'd', 'e'] })
      const ids = ideas.map((idea) => idea.ideaId)
      const name = kind === 'board' ? boardDocument(boardId) : proposalDocument(ids[0]!)
      const textsIn = (doc: Y.Doc): Y.Text[] => {
        if (kind === 'board') return ids.flatMap((id) => cardTitle(cardsOf(doc).get(id)) ?? [])
        const [first] = proposalContent(doc).toArray()
        const [text] = first instanceof Y.XmlElement ? first.toArray() : []
        return text instanceof Y.XmlText ? Array.from({ length: 5 }, () => text) : []
      }
      const length = (doc: Y.Doc) => [...new Set(textsIn(doc))].reduce((sum, text) => sum + text.length, 0)
      const adas = await opened(ada, name)
      await until(() => textsIn(adas.live.doc).length === 5, 'the texts')
      const bens = await opened(ben, name)
      const start = length(adas.live.doc)
      for (const text of textsIn(adas.live.doc)) text.insert(0, 'x'.repeat(CAP_BYTES / 5))
      await until(() => adas.access() === 'full' && bens.access() === 'full', 'both to be told')

      // Somebody who pays no heed is closed, and nobody else sees a letter of it.
      const stored = () => world.app.sync.read(name, length)
      textsIn(bens.live.doc)[0]!.insert(0, 'more and more of it')
      const closed = await until(() => bens.live.closed ?? false, 'ben to be closed')
      expect(closed).toEqual({ code: CLOSE.tooBig, reason: DOCUMENT_FULL })
      expect(await stored()).toBe(start + CAP_BYTES)

      const [text] = textsIn(adas.live.doc)
      text!.delete(0, CAP_BYTES / 5)
      await until(() => adas.access() === 'edit', 'room again', 30_000)
      text!.insert(0, 'again ')
      await until(async () => (await stored()) === start + CAP_BYTES - CAP_BYTES / 5 + 6, 'writing to work again')
    },
  )
})

test('S17 the editor of a full proposal takes what is not longer, and all that others wrote', () => {
  let full = false
  const schema = getSchema(proposalExtensions())
  let state = EditorState.create({ schema, plugins: [fullnessPlugin(() => full)] })
  const taken = (change: (tr: EditorState['tr']) => EditorState['tr']) => {
    const { state: next, transactions } = state.applyTransaction(change(state.tr))
    state = next
    return transactions.length > 0
  }
  expect(taken((tr) => tr.insertText('some words', 1))).toBe(true)
  full = true
  expect(taken((tr) => tr.insertText('more', 1))).toBe(false)
  expect(taken((tr) => tr.insertText('more', 1).setMeta(ySyncPluginKey, { isChangeOrigin: true }))).toBe(true)
  expect(taken((tr) => tr.insertText('less', 1, 6))).toBe(true)
  expect(taken((tr) => tr.delete(1, 4))).toBe(true)
  full = false
  expect(taken((tr) => tr.insertText('more', 1))).toBe(true)
})
