// Owns short ways of writing down a proposal's content. Pure.

import type { ProposalNode, ProposalRun } from './shape.ts'

/** `**bold**` is the one mark the examples need. */
function runs(text: string): ProposalRun[] {
  return text
    .split('**')
    .map((part, i): ProposalRun => (i % 2 === 1 ? { text: part, marks: { bold: {} } } : { text: part }))
    .filter((run) => run.text !== '')
}

export const p = (text: string): ProposalNode => ({ node: 'paragraph', children: runs(text) })
export const h = (text: string): ProposalNode => ({ node: 'heading', attrs: { level: 2 }, children: runs(text) })
export const ul = (...items: string[]): ProposalNode => ({
  node: 'bulletList',
  children: items.map((text) => ({ node: 'listItem', children: [p(text)] })),
})
export const tasks = (...items: (readonly [done: boolean, text: string])[]): ProposalNode => ({
  node: 'taskList',
  children: items.map(([checked, text]) => ({ node: 'taskItem', attrs: { checked }, children: [p(text)] })),
})
export const quote = (text: string): ProposalNode => ({ node: 'blockquote', children: [p(text)] })
export const table = (...rows: string[][]): ProposalNode => ({
  node: 'table',
  children: rows.map((cells, i) => ({
    node: 'tableRow',
    children: cells.map((text) => ({ node: i === 0 ? 'tableHeader' : 'tableCell', children: [p(text)] })),
  })),
})
