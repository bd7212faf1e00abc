// Owns how minutes read when they are first written, in the language of the board: headings, lists and tables of the
// proposal's editor. Words only; what people wrote goes in as text and can be nothing else.

import type { Language } from '../../shared/model.ts'
import type { PhaseKind } from '../../shared/session.ts'
import type { MinutesFacts } from './minutes-facts.ts'

/** A node as the editor knows it; the documents room has the same shape. */
export interface Block {
  node: string
  attrs?: Record<string, string | number | boolean>
  children?: readonly (Block | { text: string; marks?: Record<string, object> })[]
}

interface Words {
  locale: string
  question: string
  when: string
  minutes: (count: number) => string
  who: string
  nobody: string
  anonymous: string
  phases: string
  decisions: string
  noDecisions: string
  about: string
  actions: string
  noActions: string
  by: string
  discussed: string
  skipped: string
  notes: string
  parked: string
  results: string
  round: string
  voters: (count: number) => string
  proxies: (count: number) => string
  table: [string, string, string]
  groups: string
  ungrouped: string
  unnamed: string
  ideas: string
  more: (count: number) => string
  kinds: Record<PhaseKind, string>
}

const MINUTE_MS = 60_000

const WORDS: Record<Language, Words> = {
  en: {
    locale: 'en-GB',
    question: 'The question',
    when: 'When',
    minutes: (count) => `${count} ${count === 1 ? 'minute' : 'minutes'}`,
    who: 'Who took part',
    nobody: 'Nobody was written down.',
    anonymous: 'This board is anonymous: nobody is named.',
    phases: 'What we did',
    decisions: 'Decisions',
    noDecisions: 'Nothing was decided.',
    about: 'about',
    actions: 'Actions',
    noActions: 'No actions were agreed.',
    by: 'by',
    discussed: 'What we talked about',
    skipped: 'skipped',
    notes: 'Notes',
    parked: 'Parking lot',
    results: 'Results',
    round: 'Vote',
    voters: (count) => `${count} ${count === 1 ? 'person' : 'people'} voted.`,
    proxies: (count) => `${count} of these ${count === 1 ? 'was' : 'were'} entered for someone else.`,
    table: ['Rank', 'Idea', 'Votes'],
    groups: 'Ideas in groups',
    ungrouped: 'Other ideas',
    unnamed: 'Unnamed group',
    ideas: 'Ideas',
    more: (count) => `And ${count} more on the board.`,
    kinds: {
      write: 'Writing',
      reveal: 'Looking',
      group: 'Grouping',
      vote: 'Voting',
      discuss: 'Discussing',
      decide: 'Deciding',
    },
  },
  nl: {
    locale: 'nl-NL',
    question: 'De vraag',
    when: 'Wanneer',
    minutes: (count) => `${count} ${count === 1 ? 'minuut' : 'minuten'}`,
    who: 'Wie deden mee',
    nobody: 'Er is niemand genoteerd.',
    anonymous: 'Dit bord is anoniem: er staan geen namen.',
    phases: 'Wat we deden',
    decisions: 'Besluiten',
    noDecisions: 'Er is niets besloten.',
    about: 'over',
    actions: 'Acties',
    noActions: 'Er zijn geen acties afgesproken.',
    by: 'voor',
    discussed: 'Waar we het over hadden',
    skipped: 'overgeslagen',
    notes: 'Notities',
    parked: 'Parkeerplaats',
    results: 'Uitslagen',
    round: 'Stemronde',
    voters: (count) => `${count} ${count === 1 ? 'persoon' : 'mensen'} ${count === 1 ? 'stemde' : 'stemden'}.`,
    proxies: (count) => `${count} daarvan ${count === 1 ? 'is' : 'zijn'} namens iemand anders ingevoerd.`,
    table: ['Plaats', 'Idee', 'Stemmen'],
    groups: 'Ideeën in groepen',
    ungrouped: 'Andere ideeën',
    unnamed: 'Groep zonder naam',
    ideas: 'Ideeën',
    more: (count) => `En nog ${count} op het bord.`,
    kinds: {
      write: 'Schrijven',
      reveal: 'Kijken',
      group: 'Groeperen',
      vote: 'Stemmen',
      discuss: 'Bespreken',
      decide: 'Besluiten',
    },
  },
}

export function minutesBlocks(facts: MinutesFacts, language: Language): Block[] {
  const words = WORDS[language]
  const { decisions, actions, topics } = facts
  return [
    ...(facts.question ? [heading(words.question), paragraph(facts.question)] : []),
    heading(words.when),
    paragraph(when(facts, words)),
    heading(words.who),
    paragraph(facts.people === null ? words.anonymous : facts.people.join(', ') || words.nobody),
    heading(words.phases),
    paragraph(facts.phases.map(({ kind, title }) => title || words.kinds[kind]).join(' → ')),
    heading(words.decisions),
    decisions.length > 0
      ? bullets(decisions.map(({ text, topic }) => (topic ? `${text} (${words.about}: ${topic})` : text)))
      : paragraph(words.noDecisions),
    heading(words.actions),
    actions.length > 0 ? tasks(actions.map((action) => actionLine(action, words))) : paragraph(words.noActions),
    ...(topics.length > 0 ? [heading(words.discussed), ...topics.flatMap((topic) => topicBlocks(topic, words))] : []),
    ...(facts.notes.length > 0 ? [heading(words.notes), bullets(facts.notes)] : []),
    ...(facts.parked.length > 0 ? [heading(words.parked), bullets(facts.parked)] : []),
    ...(facts.rounds.length > 0
      ? [heading(words.results), ...facts.rounds.flatMap((round) => roundBlocks(round, words))]
      : []),
    ...ideaBlocks(facts, words),
  ]
}

/** The day and how long: the hour is the reader's own matter, and on the page beside this. */
function when({ startedAt, endedAt }: MinutesFacts, { locale, minutes }: Words): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(startedAt)
  return `${day}, ${minutes(Math.max(1, Math.round((endedAt - startedAt) / MINUTE_MS)))}`
}

function actionLine({ text, owner, dueOn, done }: MinutesFacts['actions'][number], words: Words) {
  const date =
    dueOn && new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(dueOn))
  const more = [owner, date && `${words.by} ${date}`].filter(Boolean).join(', ')
  return { text: more ? `${text} (${more})` : text, done }
}

function topicBlocks({ title, state, notes }: MinutesFacts['topics'][number], words: Words): Block[] {
  const head = heading(state === 'skipped' ? `${title} (${words.skipped})` : title || '…', 3)
  return notes.length > 0 ? [head, bullets(notes)] : [head]
}

function roundBlocks({ title, voters, proxies = 0, rows }: MinutesFacts['rounds'][number], words: Words): Block[] {
  const cells = rows.map(({ label, number, value, rank }) => [String(rank), label || `#${number ?? ''}`, String(value)])
  return [
    heading(title || words.round, 3),
    paragraph(proxies > 0 ? `${words.voters(voters)} ${words.proxies(proxies)}` : words.voters(voters)),
    ...(cells.length > 0 ? [table([words.table, ...cells])] : []),
  ]
}

function ideaBlocks({ groups, ideas, ideasCount }: MinutesFacts, words: Words): Block[] {
  const shown = ideas.length + groups.reduce((sum, group) => sum + group.ideas.length, 0)
  const list = (its: { number: number; text: string }[]) => bullets(its.map(({ number, text }) => `#${number} ${text}`))
  const grouped = groups.length > 0
  return [
    ...(grouped
      ? [
          heading(words.groups),
          ...groups.flatMap((group) => [heading(group.title || words.unnamed, 3), list(group.ideas)]),
        ]
      : []),
    ...(ideas.length > 0 ? [heading(grouped ? words.ungrouped : words.ideas), list(ideas)] : []),
    ...(ideasCount > shown ? [paragraph(words.more(ideasCount - shown))] : []),
  ]
}

const heading = (text: string, level = 2): Block => ({ node: 'heading', attrs: { level }, children: [{ text }] })
/** Line breaks of what people wrote stay. */
function paragraph(text: string): Block {
  const children = text
    .split('\n')
    .flatMap((line, i) => [...(i > 0 ? [{ node: 'hardBreak' }] : []), ...(line ? [{ text: line }] : [])])
  return { node: 'paragraph', children }
}
const bullets = (texts: readonly string[]): Block => ({
  node: 'bulletList',
  children: texts.map((text) => ({ node: 'listItem', children: [paragraph(text)] })),
})
const tasks = (items: readonly { text: string; done: boolean }[]): Block => ({
  node: 'taskList',
  children: items.map(({ text, done }) => ({
    node: 'taskItem',
    attrs: { checked: done },
    children: [paragraph(text)],
  })),
})
const table = (rows: readonly (readonly string[])[]): Block => ({
  node: 'table',
  children: rows.map((cells, i) => ({
    node: 'tableRow',
    children: cells.map((text) => ({ node: i === 0 ? 'tableHeader' : 'tableCell', children: [paragraph(text)] })),
  })),
})
