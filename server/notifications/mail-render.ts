// Owns how a mail looks, as text and as simple HTML that a dark mail program may turn around: no tables, no pictures, styles in
// place, one button. Pure. Every word of somebody's is escaped.

import { becauseOf, quietOf, sentenceOf, shortSentenceOf } from '../../shared/news-words.ts'
import type { InboxItem, Language } from '../../shared/model.ts'
import { MAIL_WORDS } from './mail-words.ts'

export interface Letter {
  subject: string
  text: string
  html: string
}

/** One piece of news and where it leads; `answer`: a link that opens the case without signing in. */
export interface Line {
  item: InboxItem
  href: string
  answer: string | null
}

export interface Writing {
  name: string
  language: Language
  timeZone: string
  /** Oldest first. */
  lines: readonly Line[]
  inbox: string
  settings: string
  stop: string
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif"
/** 4.7:1 with white, on it or under it, and 4:1 on a dark mail program's near-black, where only large letters have it. */
const GREEN = '#37834a'

export function writeLetter(writing: Writing): Letter {
  const { language, lines } = writing
  const words = MAIL_WORDS[language]
  const waiting = lines.filter(({ item }) => item.waits)
  const [only] = lines
  const subject =
    lines.length === 1 && only
      ? sentenceOf(only.item, language)
      : `Kiem: ${words.subject(lines.length, waiting.length)}`
  return { subject, text: textOf(writing), html: htmlOf(writing, subject) }
}

/** What waits comes first, longest first; then the news, idea by idea. */
function partsOf({ lines }: Writing): { waiting: Line[]; ideas: Line[][] } {
  const waiting = lines.filter(({ item }) => item.waits)
  const byIdea = new Map<string, Line[]>()
  for (const line of lines) {
    if (line.item.waits) continue
    const key = line.item.ideaId ?? line.item.id
    byIdea.set(key, [...(byIdea.get(key) ?? []), line])
  }
  return { waiting, ideas: [...byIdea.values()] }
}

/** What is said of one line beside its sentence. */
function notesOf({ item }: Line, { language, timeZone }: Writing): string[] {
  const words = MAIL_WORDS[language]
  const until = item.data['until']
  const day =
    item.waits && typeof until === 'number'
      ? words.until(
          new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'full', timeZone }).format(until),
        )
      : null
  // What waits stands alone, without the title and the board that news has above it.
  const board = item.waits && item.data['board'] !== undefined ? String(item.data['board']) : null
  return [day, board, quietOf(item.quiet, language)].flatMap((note) => note ?? [])
}

/** News of one idea stands under its title; on which board, and why this person hears of it, is said once. */
function topOf(lines: readonly Line[], language: Language): { title: string | null; about: string[] } {
  const last = lines.at(-1)
  const { idea: title, board } = last?.item.data ?? {}
  const because = becauseOf(last?.item.because ?? null, language)
  return {
    title: last?.item.ideaId && title !== undefined ? String(title) : null,
    about: [board, because].flatMap((said) => (said === undefined || said === null ? [] : String(said))),
  }
}

function textOf(writing: Writing): string {
  const { language, name, inbox, settings, stop } = writing
  const words = MAIL_WORDS[language]
  const { waiting, ideas } = partsOf(writing)
  const out = [words.hello(name), '']
  const say = (line: Line, address: string | null, sentence = sentenceOf(line.item, language)) => {
    const notes = notesOf(line, writing)
    out.push(`- ${sentence}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`)
    if (address !== null) out.push(`  ${address}`)
  }
  const sayIdea = (idea: readonly Line[]) => {
    const { title, about } = topOf(idea, language)
    if (title !== null) out.push(`${title}${about.length === 0 ? '' : ` (${about.join('; ')})`}`)
    idea.forEach((line, index) => {
      const sentence = title === null ? sentenceOf(line.item, language) : shortSentenceOf(line.item, language)
      say(line, index === idea.length - 1 ? line.href : null, sentence)
    })
    out.push('')
  }
  if (waiting.length > 0) {
    out.push(words.waitsTitle.toUpperCase(), '')
    for (const line of waiting) say(line, line.answer ?? line.href)
    if (waiting.some(({ answer }) => answer !== null)) out.push('', words.linkNote)
    out.push('')
  }
  if (ideas.length > 0) {
    if (waiting.length > 0) out.push(words.newsTitle.toUpperCase(), '')
    for (const idea of ideas) sayIdea(idea)
  }
  out.push(
    `${words.open}: ${inbox}`,
    '',
    '-- ',
    words.why,
    `${words.settings}: ${settings}`,
    `${words.stop}: ${stop}`,
    '',
  )
  return out.join('\n')
}

function htmlOf(writing: Writing, subject: string): string {
  const { language, name, inbox, settings, stop } = writing
  const words = MAIL_WORDS[language]
  const { waiting, ideas } = partsOf(writing)
  const [first] = waiting
  const [only] = writing.lines.length === 1 ? writing.lines : []
  const button = first
    ? { to: first.answer ?? first.href, says: words.answer }
    : only?.item.ideaId
      ? { to: only.href, says: words.openIdea }
      : { to: inbox, says: words.open }
  const heading = (text: string) => `<h2 style="margin:28px 0 8px;font-size:17px;line-height:1.4">${escape(text)}</h2>`
  const soft = (text: string) => `<div style="font-size:14px;line-height:1.5;opacity:.75">${escape(text)}</div>`
  const aside = (inner: string) =>
    `<div style="margin:0 0 18px;padding:2px 0 2px 14px;border-left:3px solid ${GREEN}">${inner}</div>`
  const link = (address: string, text: string) =>
    `<a href="${escape(address)}" dir="auto" style="color:inherit;text-decoration:underline">${escape(text)}</a>`
  const say = (line: Line, address: string) =>
    aside(link(address, sentenceOf(line.item, language)) + notesOf(line, writing).map(soft).join(''))
  const sayIdea = (idea: readonly Line[]) => {
    const { title, about } = topOf(idea, language)
    const [one] = idea
    if (title === null || !one) return idea.map((line) => say(line, line.href)).join('')
    const lines = idea.map(
      (line) =>
        `<div style="margin-top:4px">${escape(shortSentenceOf(line.item, language))}</div>${notesOf(line, writing).map(soft).join('')}`,
    )
    return aside(`<strong>${link(one.href, title)}</strong>${lines.join('')}${soft(about.join(' · '))}`)
  }
  const body = [
    `<p style="margin:0 0 4px">${escape(words.hello(name))}</p>`,
    ...(waiting.length > 0
      ? [heading(words.waitsTitle), ...waiting.map((line) => say(line, line.answer ?? line.href))]
      : []),
    ...(ideas.length > 0 ? [heading(words.newsTitle), ...ideas.map(sayIdea)] : []),
    `<p style="margin:28px 0"><a href="${escape(button.to)}" style="display:inline-block;padding:13px 26px;` +
      `border-radius:10px;background:${GREEN};color:#ffffff;font-weight:600;text-decoration:none">${escape(button.says)}</a></p>`,
    ...(first?.answer ? [soft(words.linkNote)] : []),
    `<div style="margin-top:32px;padding-top:14px;border-top:1px solid #8885;font-size:13px;line-height:1.6;opacity:.8">${escape(words.why)}<br>` +
      `<a href="${escape(settings)}" style="color:inherit">${escape(words.settings)}</a> · ` +
      `<a href="${escape(stop)}" style="color:inherit">${escape(words.stop)}</a></div>`,
  ]
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1">' +
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">' +
    `<title>${escape(subject)}</title></head>` +
    `<body style="margin:0;padding:24px 16px"><div style="max-width:560px;margin:0 auto;overflow-wrap:anywhere;word-break:break-word;font-size:16px;line-height:1.55;${FONT}">` +
    `<div style="margin:0 0 20px;font-size:18px;font-weight:700;color:${GREEN}">Kiem</div>${body.join('')}</div></body></html>`
  )
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark)
}
