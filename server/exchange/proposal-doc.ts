// Owns a proposal in a file: the editor's content as JSON (the shape ProseMirror and Tiptap use), and back into nodes
// that may be written. From a file only what the editor itself makes is let in; addresses that run something are not.

import * as Y from 'yjs'

export interface ExportedNode {
  type: string
  attrs?: Record<string, unknown>
  content?: ExportedNode[]
  text?: string
  marks?: { type: string; attrs?: Record<string, unknown> }[]
}

/** As the documents room takes content of the server's own. */
export interface NodeText {
  node: string
  attrs?: Record<string, string | number | boolean>
  children?: (NodeText | { text: string; marks?: Record<string, object> })[]
}

/** Deeper nesting than any editor makes on purpose. */
const DEPTH_MAX = 24
const NODES_MAX = 20_000
const TEXT_MAX_CHARS = 500_000 // half of what a document may weigh

// ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export function proposalJson(fragment: Y.XmlFragment): ExportedNode {
  return { type: 'doc', content: nodesOf(fragment, 0) }
}

function nodesOf(parent: Y.XmlFragment | Y.XmlElement, depth: number): ExportedNode[] {
  if (depth > DEPTH_MAX) return []
  return parent.toArray().flatMap((child): ExportedNode[] => {
    if (child instanceof Y.XmlText) return runsOf(child)
    if (!(child instanceof Y.XmlElement)) return []
    const attrs = plainAttributes(child.getAttributes())
    const content = nodesOf(child, depth + 1)
    return [
      {
        type: child.nodeName,
        ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
        ...(content.length > 0 ? { content } : {}),
      },
    ]
  })
}

function runsOf(text: Y.XmlText): ExportedNode[] {
  const runs = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  return runs.flatMap(({ insert, attributes = {} }): ExportedNode[] => {
    if (typeof insert !== 'string' || insert === '') return []
    const marks = Object.entries(attributes).flatMap(([name, value]) => {
      if (value === null || value === false) return []
      const attrs = typeof value === 'object' ? plainAttributes(value) : {}
      // Marks that may overlap carry a hash behind their name.
      return [{ type: name.split('--')[0] ?? name, ...(Object.keys(attrs).length > 0 ? { attrs } : {}) }]
    })
    return [{ type: 'text', text: insert, ...(marks.length > 0 ? { marks } : {}) }]
  })
}

function plainAttributes(attributes: object): Record<string, string | number | boolean> {
  const plain: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') plain[name] = value
  }
  return plain
}

// ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────

type Check = (value: unknown) => string | number | boolean | null
const whole =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : null

/** Nodes and the attributes each may have. Images stay behind: the pictures themselves are not in the file. */
const NODES: Record<string, Record<string, Check>> = {
  paragraph: {},
  heading: { level: whole(1, 6) },
  bulletList: {},
  orderedList: { start: whole(0, 1_000_000) },
  listItem: {},
  taskList: {},
  taskItem: { checked: (value) => value === true },
  blockquote: {},
  codeBlock: { language: (value) => (typeof value === 'string' && /^[\w+#-]{1,40}$/.test(value) ? value : null) },
  hardBreak: {},
  horizontalRule: {},
  table: {},
  tableRow: {},
  tableHeader: { colspan: whole(1, 100), rowspan: whole(1, 1_000) },
  tableCell: { colspan: whole(1, 100), rowspan: whole(1, 1_000) },
}
const MARKS = new Set(['bold', 'italic', 'strike', 'underline', 'code'])
const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:)[^\s"'<>`]{1,2000}$/i

interface Allowance {
  nodes: number
  chars: number
}

/** Null where nothing in it can be written. */
export function soundProposal(doc: unknown): NodeText[] | null {
  const left: Allowance = { nodes: NODES_MAX, chars: TEXT_MAX_CHARS }
  const nodes = soundChildren(contentOf(doc), left, 0).flatMap((child) => ('node' in child ? [child] : []))
  return nodes.length > 0 && left.nodes > 0 && left.chars > 0 ? nodes : null
}

function contentOf(node: unknown): unknown[] {
  const content = typeof node === 'object' && node !== null ? (node as { content?: unknown }).content : null
  return Array.isArray(content) ? content : []
}

type Child = NonNullable<NodeText['children']>[number]

function soundChildren(content: readonly unknown[], left: Allowance, depth: number): Child[] {
  if (depth > DEPTH_MAX) return []
  return content.flatMap((child): Child[] => {
    if (left.nodes-- <= 0 || typeof child !== 'object' || child === null) return []
    const { type, text, marks, attrs } = child as Record<string, unknown>
    if (type === 'text') return typeof text === 'string' && text !== '' ? [soundRun(text, marks, left)] : []
    const allowed = typeof type === 'string' && Object.hasOwn(NODES, type) ? NODES[type] : undefined
    const children = soundChildren(contentOf(child), left, depth + 1)
    if (!allowed) return children // what it wraps may still be read
    return [{ node: type as string, attrs: soundAttributes(allowed, attrs), children }]
  })
}

function soundAttributes(allowed: Record<string, Check>, attrs: unknown): Record<string, string | number | boolean> {
  const given = typeof attrs === 'object' && attrs !== null ? (attrs as Record<string, unknown>) : {}
  const sound: Record<string, string | number | boolean> = {}
  for (const [name, check] of Object.entries(allowed)) {
    const value = check(given[name])
    if (value !== null) sound[name] = value
  }
  return sound
}

function soundRun(text: string, marks: unknown, left: Allowance): Child {
  left.chars -= text.length
  const sound: Record<string, object> = {}
  for (const mark of Array.isArray(marks) ? (marks as unknown[]) : []) {
    if (typeof mark !== 'object' || mark === null) continue
    const { type, attrs } = mark as { type?: unknown; attrs?: { href?: unknown } }
    if (typeof type !== 'string') continue
    if (MARKS.has(type)) sound[type] = {}
    if (type === 'link' && typeof attrs?.href === 'string' && SAFE_ADDRESS.test(attrs.href)) {
      sound['link'] = { href: attrs.href }
    }
  }
  return Object.keys(sound).length > 0 ? { text, marks: sound } : { text }
}
