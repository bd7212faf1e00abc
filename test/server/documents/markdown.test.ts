// A proposal as Markdown: every node and mark, and nothing in it becomes HTML or a link that runs something.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { fragmentMarkdown } from '../../../server/documents/markdown.ts'
import { type NodeText, appendNodes } from '../../../server/documents/template.ts'
import { proposalContent } from '../../../shared/documents.ts'

const p = (...children: NonNullable<NodeText['children']>): NodeText => ({ node: 'paragraph', children })
const li = (...children: NodeText[]): NodeText => ({ node: 'listItem', children })

function markdown(nodes: NodeText[], options = {}): string {
  const doc = new Y.Doc()
  appendNodes(doc, nodes)
  return fragmentMarkdown(proposalContent(doc), options)
}
const inline = (...children: NonNullable<NodeText['children']>) => markdown([p(...children)]).trimEnd()

describe('blocks', () => {
  test.each<[string, NodeText, string]>([
    ['heading', { node: 'heading', attrs: { level: 3 }, children: [{ text: 'Goal' }] }, '### Goal'],
    ['heading of an odd level', { node: 'heading', attrs: { level: 99 }, children: [{ text: 'Goal' }] }, '## Goal'],
    ['quote', { node: 'blockquote', children: [p({ text: 'a' }), p({ text: 'b' })] }, '> a\n>\n> b'],
    ['rule', { node: 'horizontalRule' }, '---'],
    [
      'code',
      { node: 'codeBlock', attrs: { language: 'ts' }, children: [{ text: 'a < b\n```' }] },
      '````ts\na < b\n```\n````',
    ],
    [
      'image',
      { node: 'image', attrs: { src: '/api/images/abc', alt: 'A [cat]', title: 'so "nice"' } },
      '![A \\[cat\\]](/api/images/abc "so \\"nice\\"")',
    ],
    ['unknown node', { node: 'somethingNew', children: [p({ text: 'kept' })] }, 'kept'],
  ])('%s', (_, node, expected) => {
    expect(markdown([node])).toBe(`${expected}\n`)
  })

  test('lists: bullets, numbers from where they start, tasks, and lists in lists', () => {
    const nested = li(p({ text: 'a' }), { node: 'bulletList', children: [li(p({ text: 'b' })), li(p({ text: 'c' }))] })
    expect(markdown([{ node: 'bulletList', children: [nested, li(p({ text: 'd' }))] }])).toBe(
      '- a\n  - b\n  - c\n- d\n',
    )
    expect(
      markdown([
        {
          node: 'orderedList',
          attrs: { start: 9 },
          children: [li(p({ text: 'x' })), li(p({ text: 'y' }), p({ text: 'z' }))],
        },
      ]),
    ).toBe('9. x\n10. y\n\n    z\n')
    const task = (checked: boolean | string, text: string): NodeText => ({
      node: 'taskItem',
      attrs: { checked },
      children: [p({ text })],
    })
    expect(
      markdown([{ node: 'taskList', children: [task(true, 'done'), task(false, 'to do'), task('true', 'odd')] }]),
    ).toBe('- [x] done\n- [ ] to do\n- [x] odd\n')
  })

  test('tables: one line per row, cells cannot break out', () => {
    const cell = (node: string, ...children: NodeText[]): NodeText => ({ node, children })
    const row = (...children: NodeText[]): NodeText => ({ node: 'tableRow', children })
    const table: NodeText = {
      node: 'table',
      children: [
        row(cell('tableHeader', p({ text: 'What' })), cell('tableHeader', p({ text: 'a|b' }))),
        row(cell('tableCell', p({ text: 'one' }), p({ text: 'two' }))),
      ],
    }
    expect(markdown([table])).toBe('| What | a\\|b |\n| --- | --- |\n| one<br>two | |\n')
  })

  test('an empty proposal is empty, and empty paragraphs leave no holes', () => {
    expect(markdown([])).toBe('')
    expect(markdown([p(), p()])).toBe('')
    expect(markdown([p({ text: 'a' }), p(), p({ text: 'b' })])).toBe('a\n\nb\n')
  })

  test('nesting without end neither fails nor hangs', () => {
    let node: NodeText = p({ text: 'deep' })
    for (let i = 0; i < 500; i++) node = { node: i % 2 ? 'bulletList' : 'listItem', children: [node] }
    expect(markdown([node, p({ text: 'after' })])).toContain('after')
  })
})

describe('marks', () => {
  const bold = { bold: {} }
  const italic = { italic: {} }
  test.each<[string, NonNullable<NodeText['children']>, string]>([
    [
      'bold, italic, strike, underline',
      [
        { text: 'b', marks: bold },
        { text: ' ' },
        { text: 'i', marks: italic },
        { text: ' ' },
        { text: 's', marks: { strike: {} } },
        { text: ' ' },
        { text: 'u', marks: { underline: {} } },
      ],
      '**b** *i* ~~s~~ <u>u</u>',
    ],
    [
      'marks that overlap nest',
      [
        { text: 'a', marks: bold },
        { text: 'b', marks: { ...bold, ...italic } },
        { text: 'c', marks: bold },
      ],
      '**a*b*c**',
    ],
    [
      'spaces stay outside of marks',
      [{ text: 'so ' }, { text: ' bold ', marks: bold }, { text: 'it is' }],
      'so  **bold** it is',
    ],
    ['code keeps its own ticks', [{ text: 'a`b', marks: { code: {} } }], '``a`b``'],
    [
      'a link',
      [{ text: 'here', marks: { link: { href: 'https://a.example/x (1)' } } }],
      '[here](https://a.example/x%20%281%29)',
    ],
    [
      'a bold word in a link',
      [
        { text: 'go ', marks: { link: { href: 'https://a.example' } } },
        { text: 'now', marks: { link: { href: 'https://a.example' }, bold: {} } },
      ],
      '[go **now**](https://a.example)',
    ],
    ['a hard break', [{ text: 'a' }, { node: 'hardBreak' }, { text: 'b' }], 'a\\\nb'],
    [
      'text that looks like Markdown',
      [{ text: '*not* [a](b) _c_ `d` <b>e</b> R&D &amp; 1 < 2' }],
      '\\*not\\* \\[a\\](b) \\_c\\_ \\`d\\` \\<b>e\\</b> R&D &amp;amp; 1 < 2',
    ],
    ['a line that looks like a heading', [{ text: '# 1 in the list' }], '\\# 1 in the list'],
    ['a line that looks like a list', [{ text: '- minus' }], '\\- minus'],
    ['a line that looks like a numbered list', [{ text: '1. first' }], '1\\. first'],
  ])('%s', (_, children, expected) => {
    expect(inline(...children)).toBe(expected)
  })

  test('an address that runs something is no link and no image', () => {
    for (const href of [
      'javascript:alert(1)',
      'data:text/html,x',
      ' JaVaScRiPt:x',
      '//evil.example',
      'vbscript:x',
      7,
    ]) {
      expect(inline({ text: 'x', marks: { link: { href } } })).toBe('x')
      expect(markdown([{ node: 'image', attrs: { src: href } }])).toBe('')
    }
  })

  test('addresses of this server are made complete where asked', () => {
    const image: NodeText = { node: 'image', attrs: { src: '/api/images/abc', alt: '' } }
    expect(markdown([image], { origin: 'https://kiem.example' })).toBe('![](https://kiem.example/api/images/abc)\n')
  })
})
