// Owns turning a proposal's live content into Markdown (GitHub's flavour), for export. A document is written by people:
// unknown nodes give their text, depth is bounded, and nothing in it may become HTML or a link that runs something.

import * as Y from 'yjs'
import { type InlineOptions, inlineMarkdown, safeUrl } from './markdown-inline.ts'

/** Deeper nesting than any editor makes on purpose; beyond it only the text is kept out of the way of the stack. */
const DEPTH_MAX = 24

export type MarkdownOptions = InlineOptions

/** Ends with one newline; empty for an empty fragment. */
export function fragmentMarkdown(fragment: Y.XmlFragment, options: MarkdownOptions = {}): string {
  const text = blocks(elementsOf(fragment), options, 0).join('\n\n').trim()
  return text === '' ? '' : `${text}\n`
}

type Node = Y.XmlElement | Y.XmlText

function elementsOf(parent: Y.XmlFragment | Y.XmlElement): Node[] {
  return parent.toArray().filter((child): child is Node => child instanceof Y.XmlElement || child instanceof Y.XmlText)
}

function blocks(nodes: readonly Node[], options: MarkdownOptions, depth: number): string[] {
  if (depth > DEPTH_MAX) return []
  return nodes.flatMap((node) => {
    const text = block(node, options, depth)
    return text === '' ? [] : [text]
  })
}

function block(node: Node, options: MarkdownOptions, depth: number): string {
  if (node instanceof Y.XmlText) return inlineMarkdown([node], options)
  const inside = () => blocks(elementsOf(node), options, depth + 1)
  switch (node.nodeName) {
    case 'paragraph':
      return inlineMarkdown(elementsOf(node), options)
    case 'heading':
      return `${'#'.repeat(level(node))} ${inlineMarkdown(elementsOf(node), options).replaceAll('\n', ' ')}`.trim()
    case 'blockquote':
      return prefixed(inside().join('\n\n'), '> ', '> ')
    case 'codeBlock':
      return codeBlock(node)
    case 'horizontalRule':
      return '---'
    case 'image':
      return inlineMarkdown([node], options)
    case 'bulletList':
      return list(node, options, depth, () => '- ')
    case 'orderedList': {
      const start = Number(attribute(node, 'start'))
      const first = Number.isInteger(start) && start >= 0 && start < 1e9 ? start : 1
      return list(node, options, depth, (_, i) => `${first + i}. `)
    }
    case 'taskList':
      return list(node, options, depth, (item) => (isChecked(item) ? '- [x] ' : '- [ ] '))
    case 'table':
      return table(node, options)
    default:
      return inside().join('\n\n')
  }
}

/** Attributes hold whatever was written there: numbers by the editor, perhaps texts by another program. */
function attribute(node: Y.XmlElement, name: string): unknown {
  return node.getAttribute(name)
}

function level(node: Y.XmlElement): number {
  const value = Number(attribute(node, 'level'))
  return Number.isInteger(value) && value >= 1 && value <= 6 ? value : 2
}

function isChecked(item: Y.XmlElement): boolean {
  const checked = attribute(item, 'checked')
  return checked === true || checked === 'true'
}

function list(
  node: Y.XmlElement,
  options: MarkdownOptions,
  depth: number,
  bullet: (item: Y.XmlElement, i: number) => string,
): string {
  const items = elementsOf(node).filter((child) => child instanceof Y.XmlElement)
  return items
    .map((item, i) => {
      const mark = bullet(item, i)
      // Text of the item lines up under its first word; a task's box is part of that text.
      const indent = ' '.repeat(mark.startsWith('- ') ? 2 : mark.length)
      const text = itemBlocks(elementsOf(item), options, depth + 1)
      return prefixed(text, mark, indent).trimEnd()
    })
    .join('\n')
}

/** A list within an item follows its text directly; other blocks keep their distance. */
function itemBlocks(nodes: readonly Node[], options: MarkdownOptions, depth: number): string {
  if (depth > DEPTH_MAX) return ''
  let text = ''
  for (const node of nodes) {
    const one = block(node, options, depth)
    if (one === '') continue
    const isList = node instanceof Y.XmlElement && node.nodeName.endsWith('List')
    text += text === '' ? one : `${isList ? '\n' : '\n\n'}${one}`
  }
  return text
}

function prefixed(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, i) => (i === 0 ? first : line === '' ? rest.trimEnd() : rest) + line)
    .join('\n')
}

function codeBlock(node: Y.XmlElement): string {
  const text = plainText(node, 0)
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const language = String(attribute(node, 'language') ?? '').replace(/[^\w+#.-]/g, '')
  return `${fence}${language}\n${text}\n${fence}`
}

function plainText(node: Node, depth: number): string {
  if (depth > DEPTH_MAX) return ''
  if (node instanceof Y.XmlText) return insertsOf(node)
  if (node.nodeName === 'hardBreak') return '\n'
  return elementsOf(node)
    .map((child) => plainText(child, depth + 1))
    .join('')
}

function insertsOf(text: Y.XmlText): string {
  const delta = text.toDelta() as { insert?: unknown }[]
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
}

function table(node: Y.XmlElement, options: MarkdownOptions): string {
  const rows = elementsOf(node)
    .filter((row) => row instanceof Y.XmlElement)
    .map((row) => elementsOf(row).map((cell) => tableCell(cell, options)))
  const width = Math.max(0, ...rows.map((row) => row.length))
  const [head = [], ...body] = rows
  if (width === 0) return ''
  const line = (cells: string[]) =>
    `| ${Array.from({ length: width }, (_, i) => cells[i] ?? '').join(' | ')} |`.replaceAll('  ', ' ')
  return [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n')
}

/** A cell is one line: its blocks are separated by breaks. */
function tableCell(cell: Node, options: MarkdownOptions): string {
  if (cell instanceof Y.XmlText) return ''
  const parts = elementsOf(cell).map((child) =>
    child instanceof Y.XmlElement && child.nodeName === 'paragraph'
      ? inlineMarkdown(elementsOf(child), options)
      : block(child, options, DEPTH_MAX - 4),
  )
  return parts
    .filter((part) => part !== '')
    .join('<br>')
    .replaceAll(/\\?\n/g, '<br>')
    .replaceAll('|', '\\|')
}

export { safeUrl }
