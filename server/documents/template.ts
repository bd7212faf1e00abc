// Owns how a proposal begins, in every language. Data, and the one function that writes it into an empty document.

import * as Y from 'yjs'
import { proposalContent } from '../../shared/documents.ts'
import type { Language } from '../../shared/model.ts'

type Section =
  | { heading: string; hint: string }
  | { heading: string; hint: string; table: string[][] }
  | { heading: string; hint: string; tasks: string[] }

export const PROPOSAL_TEMPLATE: Record<Language, readonly Section[]> = {
  en: [
    { heading: 'The problem', hint: 'What goes wrong now, how often, and who notices?' },
    { heading: 'Who benefits', hint: 'Whose day gets better, and who might lose something?' },
    { heading: 'The idea', hint: 'What exactly do we do differently? Two sentences are a fine start.' },
    { heading: 'The goal it serves', hint: 'Which goal of the organisation comes closer, and how would we see that?' },
    {
      heading: 'Cost and benefit',
      hint: 'Rough figures are fine. Say how sure you are.',
      table: [
        ['What', 'Cost', 'Benefit'],
        ['Money', '', ''],
        ['Time', '', ''],
        ['Quality and pleasure in work', '', ''],
      ],
    },
    {
      heading: 'The first small experiment',
      hint: 'What can we try within a month, without asking anyone for money?',
      tasks: ['What we try:', 'Who does it, and when:', 'How we know whether it works:'],
    },
  ],
  nl: [
    { heading: 'Het probleem', hint: 'Wat gaat er nu mis, hoe vaak, en wie merkt dat?' },
    { heading: 'Wie heeft er iets aan', hint: 'Wiens dag wordt er beter van, en wie levert misschien iets in?' },
    { heading: 'Het idee', hint: 'Wat doen we precies anders? Twee zinnen zijn een prima begin.' },
    {
      heading: 'Het doel waaraan het bijdraagt',
      hint: 'Welk doel van de organisatie komt dichterbij, en waaraan zien we dat?',
    },
    {
      heading: 'Kosten en baten',
      hint: 'Ruwe cijfers zijn goed genoeg. Zet erbij hoe zeker je bent.',
      table: [
        ['Wat', 'Kosten', 'Baten'],
        ['Geld', '', ''],
        ['Tijd', '', ''],
        ['Kwaliteit en werkplezier', '', ''],
      ],
    },
    {
      heading: 'Het eerste kleine experiment',
      hint: 'Wat kunnen we binnen een maand proberen, zonder iemand om geld te vragen?',
      tasks: ['Wat we proberen:', 'Wie het doet, en wanneer:', 'Hoe we weten of het werkt:'],
    },
  ],
}

/** A node as the editor knows it, for content that the server writes. */
export interface NodeText {
  node: string
  attrs?: Record<string, string | number | boolean>
  children?: readonly (NodeText | Run)[]
}

export interface Run {
  text: string
  marks?: Record<string, object>
}

export function templateNodes(language: Language): NodeText[] {
  return PROPOSAL_TEMPLATE[language].flatMap((section) => [
    { node: 'heading', attrs: { level: 2 }, children: [{ text: section.heading }] },
    { node: 'paragraph', children: [{ text: section.hint, marks: { italic: {} } }] },
    ...('table' in section ? [tableOf(section.table)] : []),
    ...('tasks' in section ? [tasksOf(section.tasks.map((text) => ({ text, done: false })))] : []),
  ])
}

const paragraph = (text: string): NodeText => ({ node: 'paragraph', children: text === '' ? [] : [{ text }] })

export function tableOf(rows: readonly string[][]): NodeText {
  return {
    node: 'table',
    children: rows.map((cells, i) => ({
      node: 'tableRow',
      children: cells.map((text) => ({ node: i === 0 ? 'tableHeader' : 'tableCell', children: [paragraph(text)] })),
    })),
  }
}

export function tasksOf(tasks: readonly { text: string; done: boolean }[]): NodeText {
  return {
    node: 'taskList',
    children: tasks.map(({ text, done }) => ({
      node: 'taskItem',
      attrs: { checked: done },
      children: [paragraph(text)],
    })),
  }
}

/** Appends to the proposal's content. Call inside a transaction of the document. */
export function appendNodes(doc: Y.Doc, nodes: readonly NodeText[]): void {
  const content = proposalContent(doc)
  content.insert(content.length, nodes.map(elementOf))
}

function elementOf({ node, attrs = {}, children = [] }: NodeText): Y.XmlElement {
  const element = new Y.XmlElement<Record<string, string | number | boolean>>(node)
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value)
  const inside: (Y.XmlElement | Y.XmlText)[] = []
  let runs: { insert: string; attributes: Record<string, object> }[] = []
  // Written in one go: a text that is not in a document yet cannot be asked for its length.
  const endText = () => {
    if (runs.length === 0) return
    const text = new Y.XmlText()
    text.applyDelta(runs)
    inside.push(text)
    runs = []
  }
  for (const child of children) {
    if ('node' in child) {
      endText()
      inside.push(elementOf(child))
    } else runs.push({ insert: child.text, attributes: child.marks ?? {} })
  }
  endText()
  element.insert(0, inside)
  return element as unknown as Y.XmlElement
}
