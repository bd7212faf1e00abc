// Owns export.csv: one row per idea, opened by a spreadsheet without a question and read back by import without loss.
// Every cell is quoted, and what a spreadsheet would take for a formula is defused.

import Papa from 'papaparse'
import type { ImportTarget } from '../../shared/exchange.ts'
import type { BoardFile } from './board-file.ts'
import { defuse } from './formulas.ts'
import { groupNames, type StandingGroup } from './groups.ts'

/** Stable names: programs and our own import read them, whatever language the person speaks. With what each becomes. */
const COLUMNS: readonly (readonly [name: string, target: ImportTarget])[] = [
  ['id', 'key'],
  ['number', 'ignore'],
  ['text', 'text'],
  ['details', 'details'],
  ['tags', 'tags'],
  ['on behalf of', 'author'], // before the author: it is whose idea it is
  ['author', 'author'],
  ['column', 'column'],
  ['group', 'group'],
  ['stage', 'ignore'],
  ['stage reason', 'ignore'],
  ['likes', 'ignore'],
  ['comments', 'ignore'],
  ['endorsed by', 'ignore'],
  ['created', 'ignore'],
]
/** As files were written before they named groups. */
const WITHOUT_GROUP = COLUMNS.filter(([, target]) => target !== 'group')
const BOM = '\ufeff' // or Excel reads UTF-8 as Windows-1252

/** What the columns become, when this is the header of a file of ours; else null. */
export function ownTargets(names: readonly string[]): ImportTarget[] | null {
  const written = [COLUMNS, WITHOUT_GROUP].find((columns) => columns.every(([name], i) => names[i] === name))
  return written ? names.map((_, i) => written[i]?.[1] ?? 'ignore') : null
}

/** A semicolon where the comma is the decimal sign: that is what Excel there expects. */
export function exportCsv(file: BoardFile, language: 'en' | 'nl'): string {
  const titles = new Map(file.columns.map((column) => [column.columnId, column.title]))
  const rounds = [...file.rounds].sort((a, b) => a.openedAt - b.openedAt)
  const known = rounds.filter((round) => file.ideas.some((idea) => Object.hasOwn(idea.votes, round.roundId)))
  const header = [
    ...COLUMNS.map(([name]) => name),
    ...known.map((round, i) => `votes ${i + 1}${round.title ? `: ${round.title}` : ''}`),
  ]
  const names = groupNames(standingIn(file))
  const rows = file.ideas.map((idea) => [
    idea.ideaId,
    idea.number,
    idea.text,
    idea.details,
    idea.tags.join(', '),
    idea.onBehalfOf ?? '',
    idea.author ?? '',
    titles.get(idea.column ?? '') ?? '',
    names.get(idea.group ?? '') ?? '',
    idea.stage,
    idea.stageReason ?? '',
    idea.likes,
    idea.comments.length,
    idea.endorsements.map((endorsement) => endorsement.name).join(', '),
    new Date(idea.createdAt).toISOString(),
    ...known.map((round) => idea.votes[round.roundId] ?? 0),
  ])
  const safe = [header, ...rows].map((row) => row.map((cell) => defuse(String(cell))))
  return BOM + Papa.unparse(safe, { delimiter: language === 'nl' ? ';' : ',', quotes: true, newline: '\r\n' })
}

/** Each in the column of its first idea: a card of a group that stands elsewhere is on its way there. */
function standingIn(file: BoardFile): StandingGroup[] {
  return file.groups.map((group) => ({
    ...group,
    column: file.ideas.find((idea) => idea.group === group.groupId)?.column ?? '',
  }))
}
