// Owns what each kind of live document may hold and what of it a participant writes (SYNC S7): data for the sync engine's guard.
// The words are those of shared/documents.ts and of the proposal's editor; what is not here cannot get in. The server itself is
// not bound by it.

import { isImageAddress, isLinkAddress } from '../../shared/addresses.ts'
import { parseDocumentName } from '../../shared/documents.ts'
import {
  GROUP_TITLE_MAX_CHARS,
  GROUPS_MAX_PER_BOARD,
  IDEA_TEXT_MAX_CHARS,
  IDEAS_MAX_PER_BOARD,
  ORDER_KEY_MAX_CHARS,
  PROPOSAL_CHILDREN_MAX,
  PROPOSAL_DEPTH_MAX,
  PROPOSAL_NAME_MAX_CHARS,
  PROPOSAL_TEXT_MAX_CHARS,
  WALL_EDGE_UNITS,
} from '../../shared/limits.ts'
import { NOTE_COLORS } from '../../shared/model.ts'
import {
  type Check,
  CLOSED,
  type Field,
  type MapRule,
  type Schema,
  SERVER_ONLY,
  type TextRule,
  type XmlRule,
} from '../sync/index.ts'

// ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

const ID = /^[A-Za-z0-9_-]{1,64}$/
const string =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max
const isId: Check = (value) => typeof value === 'string' && ID.test(value)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const whole =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
const onWall: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= WALL_EDGE_UNITS
const isColor: Check = (value) => (NOTE_COLORS as readonly unknown[]).includes(value)

const field = (value: Check): Field => ({ write: true, value })

// ── board ───────────────────────────────────────────────────────────────────────────────────────────────────────

const places = {
  column: field(orNull(isId)),
  order: field(string(ORDER_KEY_MAX_CHARS)),
  x: field(onWall),
  y: field(onWall),
  color: field(isColor),
}

const cardRule: MapRule = {
  type: 'map',
  fields: {
    // The words are theirs; the text they stand in is not: who put another in its place would take everybody's words away.
    title: { write: false, holds: { type: 'text', maxChars: IDEA_TEXT_MAX_CHARS } },
    group: field(orNull(isId)),
    ...places,
  },
}

const groupRule: MapRule = {
  type: 'map',
  fields: {
    title: {
      write: true,
      value: string(GROUP_TITLE_MAX_CHARS),
      holds: { type: 'text', maxChars: GROUP_TITLE_MAX_CHARS },
    },
    // Groups merge into groups.
    group: field(orNull(isId)),
    ...places,
  },
}

/** Cards are born and die by command, columns are a facilitator's command too; groups are made by whoever lays cards together. */
const BOARD: Schema = {
  roots: {
    cards: { type: 'map', entries: { write: false, key: ID, max: IDEAS_MAX_PER_BOARD, holds: cardRule } },
    groups: { type: 'map', entries: { write: true, key: ID, max: GROUPS_MAX_PER_BOARD, holds: groupRule } },
    columns: CLOSED,
  },
  // cards → a card → its title
  maxDepth: 3,
}

// ── proposal ────────────────────────────────────────────────────────────────────────────────────────────────────

const name = orNull(string(PROPOSAL_NAME_MAX_CHARS))
/** Sizes come from pasted pages: a number, or what stood there. */
const size = orNull((value) => typeof value === 'number' || (typeof value === 'string' && value.length <= 20))
const isPlain: Check = (value) => isObject(value) && Object.keys(value).length === 0
const isLink: Check = (value) =>
  isObject(value) &&
  Object.entries(value).every(([key, part]) => (key === 'href' ? isLinkAddress(part) : isLinkPart(key, part))) &&
  isLinkAddress(value['href'])

function isLinkPart(key: string, part: unknown): boolean {
  return ['target', 'rel', 'class', 'title'].includes(key) && name(part)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const proposalText: TextRule = {
  type: 'text',
  maxChars: PROPOSAL_TEXT_MAX_CHARS,
  marks: { bold: isPlain, italic: isPlain, strike: isPlain, underline: isPlain, code: isPlain, link: isLink },
}

interface Node {
  /** Names of nodes, `BLOCKS` or `text`. */
  holds?: readonly string[]
  attributes?: Record<string, Check>
}

const BLOCKS = [
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'taskList',
  'blockquote',
  'codeBlock',
  'horizontalRule',
  'table',
  'image',
]
const words = ['text', 'hardBreak']
/** Spans multiply: a table of a thousand by a thousand cells stops every page that draws it. */
const cell = {
  colspan: whole(1, 100),
  rowspan: whole(1, 1_000),
  colwidth: orNull((value) => Array.isArray(value) && value.length <= 100 && value.every((part) => size(part))),
  align: name,
}

/** As client/proposals/extensions.ts has them. */
const NODES: Record<string, Node> = {
  paragraph: { holds: words },
  heading: { holds: words, attributes: { level: whole(1, 6) } },
  bulletList: { holds: ['listItem'] },
  orderedList: {
    holds: ['listItem'],
    attributes: { start: (value) => typeof value === 'number', type: orNull(string(40)) },
  },
  listItem: { holds: BLOCKS },
  taskList: { holds: ['taskItem'] },
  taskItem: { holds: BLOCKS, attributes: { checked: (value) => typeof value === 'boolean' } },
  blockquote: { holds: BLOCKS },
  codeBlock: { holds: ['text'], attributes: { language: name } },
  hardBreak: {},
  horizontalRule: {},
  table: { holds: ['tableRow'] },
  tableRow: { holds: ['tableCell', 'tableHeader'] },
  tableCell: { holds: BLOCKS, attributes: cell },
  tableHeader: { holds: BLOCKS, attributes: cell },
  image: { attributes: { src: isImageAddress, alt: name, title: name, width: size, height: size } },
}

const PROPOSAL: Schema = { roots: { content: xmlRules() }, maxDepth: PROPOSAL_DEPTH_MAX }

function xmlRules(): XmlRule {
  const rules = new Map<string, XmlRule & { children: Map<string, XmlRule> }>()
  const rule = ({ holds = [], attributes = {} }: Node) => ({
    type: 'xml' as const,
    attributes,
    children: new Map<string, XmlRule>(),
    text: holds.includes('text') ? proposalText : null,
    maxChildren: PROPOSAL_CHILDREN_MAX,
  })
  for (const [name, node] of Object.entries(NODES)) rules.set(name, rule(node))
  const fill = (parent: { children: Map<string, XmlRule> }, holds: readonly string[] = []) => {
    for (const child of holds) {
      const known = rules.get(child)
      if (known !== undefined) parent.children.set(child, known)
    }
  }
  for (const [name, parent] of rules) fill(parent, NODES[name]?.holds)
  const content = rule({})
  fill(content, BLOCKS)
  return content
}

// ── by name ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a participant may write in the document of this name. Whether they are one is asked elsewhere (S6). */
export function schemaOf(document: string): Schema {
  switch (parseDocumentName(document)?.kind) {
    case 'board':
      return BOARD
    case 'proposal':
    case 'minutes':
      return PROPOSAL
    default:
      return SERVER_ONLY
  }
}
