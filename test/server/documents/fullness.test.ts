import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { fullnessOf } from '../../../server/documents/fullness.ts'
import { appendNodes, type NodeText, PROPOSAL_TEMPLATE, templateNodes } from '../../../server/documents/template.ts'
import { LANGUAGES } from '../../../shared/model.ts'

function proposal(...nodes: NodeText[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => appendNodes(doc, nodes))
  return doc
}

const heading = (text: string): NodeText => ({ node: 'heading', attrs: { level: 2 }, children: [{ text }] })
const words = (text: string): NodeText => ({ node: 'paragraph', children: [{ text }] })

test.each(LANGUAGES)('what the template itself says (%s) is nobody’s words', (language) => {
  expect(fullnessOf(proposal(...templateNodes(language)), language)).toEqual({
    filled: 0,
    parts: 6,
    empty: PROPOSAL_TEMPLATE[language].map((section) => section.heading),
  })
})

test('a part counts once there are words under it, and the empty ones are named', () => {
  const [first, hint, ...others] = templateNodes('en')
  const doc = proposal(first!, hint!, words('Night staff walk two kilometres a shift.'), ...others)
  const { filled, empty } = fullnessOf(doc, 'en')
  expect([filled, empty.includes('The problem'), empty.length]).toEqual([1, false, 5])
})

test('figures in the template’s table and words behind its tasks count', () => {
  const cell = (text: string): NodeText => ({ node: 'tableCell', children: [words(text)] })
  const row: NodeText = { node: 'tableRow', children: [cell('Money'), cell('€ 4.000 once'), cell('€ 9.000 a year')] }
  const doc = proposal(heading('Cost and benefit'), { node: 'table', children: [row] })
  expect(fullnessOf(doc, 'en').filled).toBe(1)
})

test('headings of one’s own count as well, never more than there are parts', () => {
  const own = Array.from({ length: 9 }, (_, n) => [heading(`My part ${n}`), words('Quite a lot was written here.')])
  expect(fullnessOf(proposal(...own.flat()), 'en')).toEqual({ filled: 6, parts: 6, empty: [] })
})

test('a word is not a part, and nothing is not one either', () => {
  expect(fullnessOf(proposal(heading('The idea'), words('TBD')), 'en').filled).toBe(0)
  expect(fullnessOf(new Y.Doc(), 'nl')).toEqual({ filled: 0, parts: 6, empty: [] })
})
