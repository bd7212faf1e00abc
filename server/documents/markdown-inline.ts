// Owns the text inside a block: marks that nest properly, and characters that must not be read as Markdown or HTML.

import * as Y from 'yjs'

export interface InlineOptions {
  /** Put before addresses that begin with a slash. */
  origin?: string
}

type Mark = { open: string; close: string; key: string }

interface Run {
  text: string
  marks: Mark[]
  code: boolean
}

type Piece = Run | { raw: string }

const SIMPLE: readonly (readonly [name: string, open: string, close: string])[] = [
  ['bold', '**', '**'],
  ['italic', '*', '*'],
  ['strike', '~~', '~~'],
  ['underline', '<u>', '</u>'],
]

export function inlineMarkdown(nodes: readonly (Y.XmlElement | Y.XmlText)[], options: InlineOptions): string {
  const writer = new Writer()
  for (const piece of nodes.flatMap((node) => pieces(node, options))) writer.write(piece)
  return guardLineStarts(writer.end())
}

function pieces(node: Y.XmlElement | Y.XmlText, options: InlineOptions): Piece[] {
  if (node instanceof Y.XmlText) return runs(node, options)
  if (node.nodeName === 'hardBreak') return [{ raw: '\\\n' }]
  if (node.nodeName === 'image') return [{ raw: image(node, options) }]
  return []
}

function runs(text: Y.XmlText, options: InlineOptions): Run[] {
  const delta = text.toDelta() as { insert?: unknown; attributes?: Record<string, unknown> }[]
  return delta.flatMap(({ insert, attributes = {} }) => {
    if (typeof insert !== 'string' || insert === '') return []
    return [{ text: insert, marks: marksOf(attributes, options), code: isOn(attributes.code) }]
  })
}

const isOn = (value: unknown) => value !== undefined && value !== null && value !== false

function marksOf(attributes: Record<string, unknown>, options: InlineOptions): Mark[] {
  const marks: Mark[] = []
  const link = attributes.link
  const href = typeof link === 'object' && link !== null && 'href' in link ? safeUrl(link.href, options) : null
  if (href) marks.push({ key: `link ${href}`, open: '[', close: `](${href})` })
  for (const [name, open, close] of SIMPLE) if (isOn(attributes[name])) marks.push({ key: name, open, close })
  return marks
}

function image(node: Y.XmlElement, options: InlineOptions): string {
  const src = safeUrl(node.getAttribute('src'), options)
  if (!src) return ''
  const text = (name: string) => {
    const value: unknown = node.getAttribute(name)
    return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : ''
  }
  const title = text('title').replaceAll(/["\\]/g, '\\$&')
  return `![${escaped(text('alt'))}](${src}${title === '' ? '' : ` "${title}"`})`
}

/** An address that can be followed without running anything, ready to stand in brackets; else null. */
export function safeUrl(url: unknown, options: InlineOptions = {}): string | null {
  if (typeof url !== 'string') return null
  const trimmed = url.trim()
  const absolute = /^\/(?!\/)/.test(trimmed) ? `${options.origin ?? ''}${trimmed}` : trimmed
  if (!/^(https?:\/\/|mailto:|tel:|\/(?!\/))/i.test(absolute)) return null
  return absolute.replaceAll(/[\s<>()\\]/g, (char) => encodeURIComponent(char).replace('(', '%28').replace(')', '%29'))
}

/** Opens and closes marks so that they nest, and keeps spaces outside of them, where Markdown wants them. */
class Writer {
  private out = ''
  private open: Mark[] = []
  private spaces = ''

  write(piece: Piece): void {
    if ('raw' in piece) {
      this.out += this.spaces + piece.raw
      this.spaces = ''
      return
    }
    const [, lead = '', core = '', trail = ''] = /^(\s*)(.*?)(\s*)$/su.exec(piece.text) ?? []
    if (core === '') {
      this.spaces += piece.text
      return
    }
    const shared = commonStart(this.open, piece.marks)
    this.closeDownTo(shared)
    this.out += this.spaces + lead
    for (const mark of piece.marks.slice(shared)) this.out += mark.open
    this.open = piece.marks
    this.out += piece.code ? codeSpan(core) : escaped(core)
    this.spaces = trail
  }

  end(): string {
    this.closeDownTo(0)
    return this.out.trim()
  }

  private closeDownTo(depth: number): void {
    for (const mark of this.open.slice(depth).reverse()) this.out += mark.close
    this.open = this.open.slice(0, depth)
  }
}

function commonStart(a: readonly Mark[], b: readonly Mark[]): number {
  let i = 0
  while (i < a.length && a[i]?.key === b[i]?.key) i++
  return i
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('\n', ' ')}${pad}${fence}`
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]]|~(?=~)|<(?=[a-z/!?])/gi, '\\$&').replaceAll(/&(?=#?\w+;)/g, '&amp;')
}

/** A line that happens to begin like a heading, a list, a quote or a rule stays the sentence it is. */
function guardLineStarts(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^(\s*)([#+=>-])/, '$1\\$2').replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2'))
    .join('\n')
}
