// S7: what the documents may hold is what the editors make. A name that is in one and not in the other is found here.
import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'
import { proposalExtensions } from '../../../client/proposals/extensions.ts'
import { schemaOf } from '../../../server/documents/schemas.ts'
import { fieldOf, type MapRule, rootRule, type XmlRule } from '../../../server/sync/guard/schema.ts'
import { completeAddress, isImageAddress, isLinkAddress } from '../../../shared/addresses.ts'
import { LINK_MAX_CHARS, ORDER_KEY_MAX_CHARS, WALL_EDGE_UNITS } from '../../../shared/limits.ts'
import { NOTE_COLORS } from '../../../shared/model.ts'

const editor = getSchema(proposalExtensions())
const content = rootRule(schemaOf('proposal.12345678'), 'content') as XmlRule

function everyRule(): Map<string, XmlRule> {
  const found = new Map<string, XmlRule>()
  const walk = (rule: XmlRule) => {
    for (const [name, child] of rule.children) {
      if (found.has(name)) continue
      found.set(name, child)
      walk(child)
    }
  }
  walk(content)
  return found
}

test('the proposal’s schema has the editor’s nodes, their attributes and marks, and no others', () => {
  const rules = everyRule()
  const names = Object.keys(editor.nodes).filter((name) => name !== 'doc' && name !== 'text')
  expect([...rules.keys()].sort()).toEqual(names.sort())
  for (const [name, rule] of rules) {
    expect(Object.keys(rule.attributes).sort(), name).toEqual(Object.keys(editor.nodes[name]?.spec.attrs ?? {}).sort())
  }
  const marks = rules.get('paragraph')?.text?.marks ?? {}
  expect(Object.keys(marks).sort()).toEqual(Object.keys(editor.marks).sort())
})

test('every part may hold what the editor puts in it, and nothing it would throw out', () => {
  const rules = new Map([...everyRule(), ['doc', content]])
  for (const [outer, rule] of rules) {
    const match = editor.nodes[outer]?.contentMatch
    const possible = new Set<string>()
    const seen = new Set<unknown>()
    const walk = (at: typeof match) => {
      if (at === undefined || seen.has(at)) return
      seen.add(at)
      for (let i = 0; i < at.edgeCount; i++) {
        possible.add(at.edge(i).type.name)
        walk(at.edge(i).next)
      }
    }
    walk(match)
    const mine = [...rule.children.keys(), ...(rule.text === null ? [] : ['text'])]
    expect(mine.sort(), outer).toEqual([...possible].sort())
  }
})

test('values on a card: each limit, and one past it', () => {
  const cards = rootRule(schemaOf('board.12345678'), 'cards') as MapRule
  const card = fieldOf(cards, 'some-card')?.holds as MapRule
  const takes = (key: string, value: unknown) => fieldOf(card, key)?.value?.(value) ?? false
  expect(NOTE_COLORS.every((color) => takes('color', color))).toBe(true)
  for (const [key, good, bad] of [
    ['order', 'a'.repeat(ORDER_KEY_MAX_CHARS), 'a'.repeat(ORDER_KEY_MAX_CHARS + 1)],
    ['x', -WALL_EDGE_UNITS, -WALL_EDGE_UNITS - 1],
    ['y', WALL_EDGE_UNITS, WALL_EDGE_UNITS + 1],
    ['column', 'c'.repeat(64), 'c'.repeat(65)],
    ['column', null, ''],
    ['group', null, undefined],
    ['color', 'sun', 'constructor'],
  ] as const) {
    expect([key, takes(key, good), takes(key, bad)]).toEqual([key, true, false])
  }
  expect(fieldOf(card, 'title')).toMatchObject({ write: false })
  expect(fieldOf(cards, 'some-card')).toMatchObject({ write: false })
  expect(fieldOf(card, 'toString')).toBeNull()
})

test('addresses: what can be followed without running anything, and pictures of our own', () => {
  const link = (rest: number) => `https://example.org/${'a'.repeat(LINK_MAX_CHARS - 20 + rest)}`
  for (const good of ['http://a.example', 'HTTPS://a.example/b?c=d#e', 'mailto:ada@example.org', link(0)]) {
    expect([good.slice(0, 30), isLinkAddress(good)]).toEqual([good.slice(0, 30), true])
  }
  for (const bad of [
    'javascript:alert(1)',
    ' https://a.example',
    'java\tscript:1',
    'data:text/html,x',
    '//a.example',
    '',
    7,
    link(1),
  ]) {
    expect([String(bad).slice(0, 30), isLinkAddress(bad)]).toEqual([String(bad).slice(0, 30), false])
  }
  expect(isImageAddress('/api/images/abc_DEF-1')).toBe(true)
  for (const bad of ['https://a.example/x.png', '/api/images/', '/api/images/a/b', '/api/images/a?b', null]) {
    expect(isImageAddress(bad)).toBe(false)
  }
  expect(
    ['example.org/a', 'ada@example.org', 'https://b.example', ' mailto:c@d.example ', ''].map(completeAddress),
  ).toEqual(['https://example.org/a', 'mailto:ada@example.org', 'https://b.example', 'mailto:c@d.example', ''])
})

test('a ledger is the server’s alone, and so is any document of another name', () => {
  for (const name of ['ledger.12345678', 'nothing.12345678', 'board']) {
    expect(rootRule(schemaOf(name), 'ideas')).toBeNull()
    expect(rootRule(schemaOf(name), 'cards')).toBeNull()
  }
})
