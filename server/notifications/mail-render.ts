// Owns how a mail looks, as text and as simple HTML that a dark mail program may turn around: no tables, no pictures, styles in
// place, one button. Pure. Every word of somebody's is escaped.

import { becauseOf, quietOf, sentenceOf } from '../../shared/news-words.ts'
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
const GREEN = '#2f6f3e' // on white and on black alike, with white on it

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
  return [day, quietOf(item.quiet, language), item.waits ? null : becauseOf(item.because, language)].flatMap(
    (note) => note ?? [],
  )
}

function textOf(writing: Writing): string {
  const { language, name, inbox, settings, stop } = writing
  const words = MAIL_WORDS[language]
  const { waiting, ideas } = partsOf(writing)
  const out = [words.hello(name), '']
  const say = (line: Line, address: string | null) => {
    const notes = notesOf(line, writing)
    out.push(`- ${sentenceOf(line.item, language)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`)
    if (address !== null) out.push(`  ${address}`)
  }
  if (waiting.length > 0) {
    out.push(words.waitsTitle.toUpperCase(), '')
    for (const line of waiting) say(line, line.answer ?? line.href)
    if (waiting.some(({ answer }) => answer !== null)) out.push('', words.linkNote)
    out.push('')
  }
  if (ideas.length > 0) {
    if (waiting.length > 0) out.push(words.newsTitle.toUpperCase(), '')
    for (const idea of ideas) idea.forEach((line, index) => say(line, index === idea.length - 1 ? line.href : null))
    out.push('')
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
  const heading = (text: string) => `<h2 style="margin:28px 0 8px;font-size:17px;line-height:1.4">${escape(text)}</h2>`
  const soft = (text: string) => `<div style="font-size:14px;line-height:1.5;opacity:.75">${escape(text)}</div>`
  const say = (line: Line, address: string) =>
    `<div style="margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid ${GREEN}">` +
    `<a href="${escape(address)}" style="color:inherit;text-decoration:underline">${escape(sentenceOf(line.item, language))}</a>` +
    `${notesOf(line, writing).map(soft).join('')}</div>`
  const body = [
    `<p style="margin:0 0 4px">${escape(words.hello(name))}</p>`,
    ...(waiting.length > 0
      ? [heading(words.waitsTitle), ...waiting.map((line) => say(line, line.answer ?? line.href))]
      : []),
    ...(ideas.length > 0 ? [heading(words.newsTitle), ...ideas.flat().map((line) => say(line, line.href))] : []),
    `<p style="margin:28px 0"><a href="${escape(first ? (first.answer ?? first.href) : inbox)}" style="display:inline-block;padding:13px 26px;` +
      `border-radius:10px;background:${GREEN};color:#ffffff;font-weight:600;text-decoration:none">${escape(first ? words.answer : words.open)}</a></p>`,
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
    `<body style="margin:0;padding:24px 16px"><div style="max-width:560px;margin:0 auto;font-size:16px;line-height:1.55;${FONT}">` +
    `<div style="margin:0 0 20px;font-size:18px;font-weight:700;color:${GREEN}">Kiem</div>${body.join('')}</div></body></html>`
  )
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark)
}
