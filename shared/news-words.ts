// Owns the sentence for each piece of news, in both languages: inbox, mail, browser and other programs say it in the same words.
// Pure. Facts that are missing (somebody whose account is gone) have words of their own.

import type { Because, InboxItem, Language } from './model.ts'

type Words = Record<string, string>

const EN: Words = {
  somebody: 'Somebody',
  'somebody-else': 'somebody else',
  'this-idea': 'this idea',
  'raise.you': '{by} asks you to back “{idea}”',
  raise: '{by} took “{idea}” to {owes}',
  'endorse.you': '{by} backs “{idea}”, and the first step is yours',
  endorse: '{by} backs “{idea}”',
  'ask.you': '{by} has a question for you about “{idea}”',
  ask: '{by} has a question about “{idea}”',
  'reply.you': '{by} answered your question about “{idea}”: it is your move',
  reply: '{by} answered the question about “{idea}”',
  decline: '{by} declined “{idea}” and says why',
  'hand-over.you': '{by} hands “{idea}” over to you',
  'hand-over': '{by} hands “{idea}” over to {owes}',
  accept: '{by} takes “{idea}” on',
  'return.you': '{by} gives “{idea}” back to you',
  return: '{by} gives “{idea}” back to {owes}',
  start: 'Work on “{idea}” has begun',
  realise: '“{idea}” has been realised',
  stop: '{by} stopped “{idea}” and says what was learnt',
  'raise-again.you': '{by} asks you to look at “{idea}” again',
  'raise-again': '{by} took “{idea}” up again',
  'lapse.you': 'Nobody answered about “{idea}” in time: it is your move now',
  lapse: 'Nobody answered about “{idea}” in time: it is with {owes} now',
  'look-again.you': 'The day has come to look at “{idea}” again',
  'look-again': '“{idea}” is looked at again, by {owes}',
  'new-keeper.you': 'You keep the management’s agenda now, and “{idea}” is on it',
  'new-keeper': '“{idea}” is with {owes} now, who keeps the management’s agenda',
  'comment-added': '{by} wrote about “{idea}”',
  'minutes-written': 'The minutes of “{board}” are ready',
  'outcome-due.you': 'It is time to measure what came of “{idea}”',
  'outcome-due': 'It is time to measure what came of “{idea}”',
  'outcome-measured': 'What came of “{idea}” has been measured',
  'webhook-off': 'A webhook failed so often that it was paused',
  'role.coach': 'You are a community coach now',
  'role.sponsor': 'You are a sponsor now: people can bring you ideas',
  'role.admin': 'You are an admin now',
  'role.member': 'You are a member now',
  asked: '{by} asks you to back “{idea}”',
  endorsed: '{sponsor} backs “{idea}”',
  declined: '{sponsor} declined “{idea}” and says why',
  'because.owes': 'It is your move',
  'because.raised': 'You took it to a sponsor',
  'because.asked': 'It was brought to you',
  'because.yours': 'It is your idea',
  'because.supports': 'You support it',
  'because.voted': 'You voted for it',
  'because.discussed': 'You took part in the discussion',
  'quiet.1': 'One earlier step went by without an answer',
  'quiet.n': '{count} earlier steps went by without an answer',
}

const NL: Words = {
  somebody: 'Iemand',
  'somebody-else': 'iemand anders',
  'this-idea': 'dit idee',
  'raise.you': '{by} vraagt je om “{idea}” te steunen',
  raise: '{by} bracht “{idea}” naar {owes}',
  'endorse.you': '{by} steunt “{idea}”, en de eerste stap is aan jou',
  endorse: '{by} steunt “{idea}”',
  'ask.you': '{by} heeft een vraag aan jou over “{idea}”',
  ask: '{by} heeft een vraag over “{idea}”',
  'reply.you': '{by} beantwoordde je vraag over “{idea}”: jij bent aan zet',
  reply: '{by} beantwoordde de vraag over “{idea}”',
  decline: '{by} wees “{idea}” af en zegt waarom',
  'hand-over.you': '{by} draagt “{idea}” aan jou over',
  'hand-over': '{by} draagt “{idea}” over aan {owes}',
  accept: '{by} neemt “{idea}” op zich',
  'return.you': '{by} geeft “{idea}” aan jou terug',
  return: '{by} geeft “{idea}” terug aan {owes}',
  start: 'Het werk aan “{idea}” is begonnen',
  realise: '“{idea}” is gerealiseerd',
  stop: '{by} stopte met “{idea}” en zegt wat er geleerd is',
  'raise-again.you': '{by} vraagt je om opnieuw naar “{idea}” te kijken',
  'raise-again': '{by} bracht “{idea}” opnieuw in',
  'lapse.you': 'Op “{idea}” kwam niet op tijd antwoord: nu ben jij aan zet',
  lapse: 'Op “{idea}” kwam niet op tijd antwoord: het ligt nu bij {owes}',
  'look-again.you': 'De dag is er om opnieuw naar “{idea}” te kijken',
  'look-again': 'Naar “{idea}” wordt opnieuw gekeken, door {owes}',
  'new-keeper.you': 'Jij beheert nu de agenda van het management, en “{idea}” staat erop',
  'new-keeper': '“{idea}” ligt nu bij {owes}, die de agenda van het management beheert',
  'comment-added': '{by} schreef over “{idea}”',
  'minutes-written': 'Het verslag van “{board}” is klaar',
  'outcome-due.you': 'Het is tijd om te meten wat “{idea}” heeft opgeleverd',
  'outcome-due': 'Het is tijd om te meten wat “{idea}” heeft opgeleverd',
  'outcome-measured': 'Wat “{idea}” heeft opgeleverd, is gemeten',
  'webhook-off': 'Een webhook mislukte zo vaak dat hij is stilgezet',
  'role.coach': 'Je bent nu communitycoach',
  'role.sponsor': 'Je bent nu sponsor: mensen kunnen je ideeën brengen',
  'role.admin': 'Je bent nu beheerder',
  'role.member': 'Je bent nu lid',
  asked: '{by} vraagt je om “{idea}” te steunen',
  endorsed: '{sponsor} steunt “{idea}”',
  declined: '{sponsor} wees “{idea}” af en zegt waarom',
  'because.owes': 'Jij bent aan zet',
  'because.raised': 'Jij bracht het naar een sponsor',
  'because.asked': 'Het is bij jou gebracht',
  'because.yours': 'Het is jouw idee',
  'because.supports': 'Je steunt het',
  'because.voted': 'Je stemde erop',
  'because.discussed': 'Je praatte erover mee',
  'quiet.1': 'Eén eerdere stap ging voorbij zonder antwoord',
  'quiet.n': '{count} eerdere stappen gingen voorbij zonder antwoord',
}

const WORDS: Record<Language, Words> = { en: EN, nl: NL }

type Sayable = Pick<InboxItem, 'kind' | 'data' | 'because'>

/** The same under the idea's own title, where it need not be said again. */
export function shortSentenceOf(item: Sayable, language: Language): string {
  if (item.data['idea'] === undefined) return sentenceOf(item, language)
  const quoted = `“${MARK}”`
  const text = sentenceOf({ ...item, data: { ...item.data, idea: MARK } }, language)
  const said = text.replaceAll(quoted, WORDS[language]['this-idea'] ?? quoted)
  return said.charAt(0).toUpperCase() + said.slice(1)
}

/** Stands for a title until it is replaced: nobody writes one. */
const MARK = '\u0000'

/** What happened, in one sentence without a full stop. */
export function sentenceOf(item: Sayable, language: Language): string {
  const words = WORDS[language]
  const key = keyOf(item)
  const own = item.because === 'owes' ? words[`${key}.you`] : undefined
  const text = own ?? words[key] ?? key
  const { data } = item
  const facts: Record<string, string | number | undefined> = {
    ...data,
    by: data['by'] ?? words['somebody'],
    sponsor: data['sponsor'] ?? words['somebody'],
    owes: data['owes'] ?? words['somebody-else'],
  }
  return filled(text, facts)
}

/** Why this person is told, as a sentence of its own; null: there is nothing to say. */
export function becauseOf(because: Because | null, language: Language): string | null {
  return because && (WORDS[language][`because.${because}`] ?? null)
}

/** Of the steps of the clock that are told in this one; null: there were none. */
export function quietOf(count: number, language: Language): string | null {
  if (count === 0) return null
  return filled(WORDS[language][count === 1 ? 'quiet.1' : 'quiet.n'] ?? '', { count })
}

function keyOf({ kind, data }: Sayable): string {
  switch (kind) {
    case 'case-moved':
      return String(data['move'])
    case 'role-granted':
      return `role.${data['role']}`
    case 'escalation-asked':
      return 'asked'
    case 'escalation-answered':
      return data['status'] === 'endorsed' ? 'endorsed' : 'declined'
    default:
      return kind
  }
}

function filled(text: string, facts: Readonly<Record<string, string | number | undefined>>): string {
  return text.replace(/\{(\w+)\}/g, (_, fact: string) => String(facts[fact] ?? ''))
}
