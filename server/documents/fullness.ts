// Owns how much of a proposal people have written: which parts of its template have words of their own in them. Reads the live
// document; changes nothing.

import * as Y from 'yjs'
import { proposalContent } from '../../shared/documents.ts'
import type { Language } from '../../shared/model.ts'
import { PROPOSAL_TEMPLATE } from './template.ts'

export interface Fullness {
  filled: number
  parts: number
  /** Headings of the template under which nobody has written yet. */
  empty: string[]
}

/** A word or two is a placeholder of one's own. */
const WRITTEN_FROM_CHARS = 12

/**
 * Parts that people wrote under headings of their own count for those of the template that they took away. What the template
 * itself says is nobody's words.
 */
export function fullnessOf(doc: Y.Doc, language: Language): Fullness {
  const template = PROPOSAL_TEMPLATE[language]
  const given = new Set(template.flatMap(wordsOf))
  const parts = new Map<string, number>()
  let heading = ''
  for (const child of proposalContent(doc).toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    if (child.nodeName === 'heading') {
      heading = plain(child)
      if (heading !== '') parts.set(heading, parts.get(heading) ?? 0)
      continue
    }
    const own = linesOf(child).filter((line) => !given.has(line))
    const written = own.reduce((sum, line) => sum + line.length, 0)
    parts.set(heading, (parts.get(heading) ?? 0) + written)
  }
  const isWritten = (title: string) => (parts.get(title) ?? 0) >= WRITTEN_FROM_CHARS
  const filled = [...parts.keys()].filter(isWritten).length
  const empty = template.map((section) => section.heading).filter((title) => parts.has(title) && !isWritten(title))
  return { filled: Math.min(filled, template.length), parts: template.length, empty }
}

function wordsOf(section: (typeof PROPOSAL_TEMPLATE)[Language][number]): string[] {
  const more = 'table' in section ? section.table.flat() : 'tasks' in section ? section.tasks : []
  return [section.hint, ...more].map((text) => text.trim())
}

/** The text of every paragraph in it: a table's cells and a list's tasks one by one. */
function linesOf(node: Y.XmlElement): string[] {
  const children = node.toArray()
  if (!children.some((child) => child instanceof Y.XmlElement)) {
    const text = plain(node)
    return text === '' ? [] : [text]
  }
  return children.flatMap((child) => (child instanceof Y.XmlElement ? linesOf(child) : []))
}

function plain(node: Y.XmlElement): string {
  const texts = node.toArray().flatMap((child) => {
    if (child instanceof Y.XmlElement) return [plain(child)]
    if (!(child instanceof Y.XmlText)) return []
    const runs = child.toDelta() as { insert: unknown }[]
    return runs.map(({ insert }) => (typeof insert === 'string' ? insert : ''))
  })
  return texts.join('').trim()
}
