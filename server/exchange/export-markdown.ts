// Owns export.md: a board to read, print or send. What people wrote appears as they wrote it: nothing in it may turn
// into a heading, a link, an image or HTML of whoever shows the file.

import type { Language } from '../../shared/model.ts'
import type { BoardFile, IdeaInFile } from './board-file.ts'

const WORDS = {
  en: {
    stage: 'Stage',
    by: 'by',
    behalf: 'on behalf of',
    likes: 'Likes',
    votes: 'Votes',
    tags: 'Tags',
    asked: 'Taken to',
    endorsed: 'backs this',
    declined: 'declined this',
    waiting: 'has not answered yet',
    proposal: 'Proposal',
    comments: 'Discussion',
    rounds: 'Votes',
    noColumn: 'Without a column',
    rank: 'Rank',
    idea: 'Idea',
    voters: 'people voted',
    proxies: 'of these entered for someone else',
    entered: 'entered by whoever led',
    enteredBy: 'entered by',
    open: 'still open',
    someone: 'Someone',
    stages: {
      open: 'open',
      shortlisted: 'shortlisted',
      escalated: 'with a sponsor',
      accepted: 'accepted',
      'in-progress': 'in progress',
      realised: 'realised',
      declined: 'declined',
      stopped: 'stopped',
      merged: 'merged',
      parked: 'parked',
    },
  },
  nl: {
    stage: 'Fase',
    by: 'door',
    behalf: 'namens',
    likes: 'Likes',
    votes: 'Stemmen',
    tags: 'Labels',
    asked: 'Voorgelegd aan',
    endorsed: 'steunt dit',
    declined: 'wijst dit af',
    waiting: 'heeft nog niet geantwoord',
    proposal: 'Voorstel',
    comments: 'Gesprek',
    rounds: 'Stemrondes',
    noColumn: 'Zonder kolom',
    rank: 'Plaats',
    idea: 'Idee',
    voters: 'mensen stemden',
    proxies: 'waarvan namens iemand anders ingevoerd',
    entered: 'ingevoerd door de begeleider',
    enteredBy: 'ingevoerd door',
    open: 'nog open',
    someone: 'Iemand',
    stages: {
      open: 'open',
      shortlisted: 'op de shortlist',
      escalated: 'bij een sponsor',
      accepted: 'aangenomen',
      'in-progress': 'in uitvoering',
      realised: 'gerealiseerd',
      declined: 'afgewezen',
      stopped: 'gestopt',
      merged: 'samengevoegd',
      parked: 'geparkeerd',
    },
  },
} as const

type Words = (typeof WORDS)[Language]

export function exportMarkdown(file: BoardFile, language: Language): string {
  const words = WORDS[language]
  const parts = [`# ${line(file.board.title)}`]
  if (file.board.question) parts.push(text(file.board.question))
  for (const column of file.columns) {
    parts.push(`## ${line(column.title)}`)
    const inColumn = file.ideas.filter((idea) => idea.column === column.columnId).sort(byOrder)
    for (const idea of inColumn) parts.push(...ideaParts(idea, file, words))
  }
  const known = new Set(file.columns.map((column) => column.columnId))
  const homeless = file.ideas.filter((idea) => idea.column === null || !known.has(idea.column))
  if (homeless.length > 0) {
    parts.push(`## ${words.noColumn}`)
    for (const idea of homeless) parts.push(...ideaParts(idea, file, words))
  }
  if (file.rounds.length > 0)
    parts.push(`## ${words.rounds}`, ...file.rounds.flatMap((round) => roundParts(round, words)))
  return `${parts.join('\n\n')}\n`
}

function byOrder(a: IdeaInFile, b: IdeaInFile): number {
  return a.order < b.order ? -1 : a.order > b.order ? 1 : a.number - b.number
}

function ideaParts(idea: IdeaInFile, file: BoardFile, words: Words): string[] {
  const [title = '', ...more] = idea.text.split('\n')
  const parts = [`### ${idea.number}. ${line(title)}`]
  if (more.join('').trim()) parts.push(text(more.join('\n')))
  parts.push(facts(idea, file, words).join(' · '))
  if (idea.details) parts.push(text(idea.details))
  for (const { sponsor, status, answer, why } of idea.escalations) {
    const verdict = words[status === 'endorsed' || status === 'declined' ? status : 'waiting']
    parts.push(quote(`${words.asked} **${line(sponsor)}**: ${text(why)}`))
    parts.push(quote(`**${line(sponsor)}** ${verdict}${answer ? `: ${text(answer)}` : ''}`))
  }
  if (idea.proposal?.markdown.trim()) parts.push(`#### ${words.proposal}`, deepened(idea.proposal.markdown))
  if (idea.comments.length > 0) {
    const said = idea.comments.map(
      (comment) => `- **${line(comment.author ?? words.someone)}**: ${indented(text(comment.text))}`,
    )
    parts.push(`#### ${words.comments}`, said.join('\n'))
  }
  return parts
}

function facts(idea: IdeaInFile, file: BoardFile, words: Words): string[] {
  const reason = idea.stageReason
    ? ` (${[idea.stageBy, idea.stageReason].flatMap((part) => (part ? [line(part)] : [])).join(': ')})`
    : ''
  const found = [`${words.stage}: ${words.stages[idea.stage]}${reason}`]
  if (idea.onBehalfOf) found.push(`${words.behalf} ${line(idea.onBehalfOf)}`)
  if (idea.author) found.push(`${idea.proxy ? words.enteredBy : words.by} ${line(idea.author)}`)
  else if (idea.proxy) found.push(words.entered)
  if (idea.likes > 0) found.push(`${words.likes}: ${idea.likes}`)
  for (const round of file.rounds) {
    const votes = idea.votes[round.roundId]
    if (votes !== undefined) found.push(`${words.votes}${round.title ? ` (${line(round.title)})` : ''}: ${votes}`)
  }
  if (idea.tags.length > 0) found.push(`${words.tags}: ${idea.tags.map(line).join(', ')}`)
  return found
}

function roundParts(round: BoardFile['rounds'][number], words: Words): string[] {
  const title = `### ${line(round.title) || new Date(round.openedAt).toISOString().slice(0, 10)}`
  const state = `${round.voters} ${words.voters}${round.proxies > 0 ? `, ${words.proxies}: ${round.proxies}` : ''}${round.closedAt === null ? `, ${words.open}` : ''}`
  if (!round.result) return [title, state]
  const rows = round.result.map((row) => `| ${row.rank} | ${row.number}. ${line(row.text)} | ${row.votes} |`)
  const table = [`| ${words.rank} | ${words.idea} | ${words.votes} |`, '| ---: | --- | ---: |', ...rows].join('\n')
  return [title, state, table]
}

/** One line of somebody's words, inside a heading, a list or a table. */
function line(words: string): string {
  return escaped(words.replace(/\s+/gu, ' ').trim())
}

/** Paragraphs of somebody's words; single line breaks are kept. */
function text(words: string): string {
  const lines = words.trim().split('\n')
  return lines
    .map((row, i) => {
      const kept = escaped(row.trim())
      const breaks = kept !== '' && (lines[i + 1] ?? '').trim() !== ''
      return breaks ? `${kept}\\` : kept
    })
    .join('\n')
}

function escaped(words: string): string {
  return words
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')
    .replace(/&(?=[#a-z0-9]+;)/gi, '\\&')
    .replace(/^([-+](?=\s|$)|(?:-{2,}|=+)\s*$)/, '\\$1') // a list, a rule, an underlined heading
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
}

const quote = (words: string) => words.replace(/^/gm, '> ')
const indented = (words: string) => words.replace(/\n/g, '\n  ')

/** A proposal has its own headings; below the idea they start deeper. */
function deepened(markdown: string): string {
  return markdown.trim().replace(/^(#{1,6}) /gm, (_, marks: string) => `${'#'.repeat(Math.min(6, marks.length + 4))} `)
}
