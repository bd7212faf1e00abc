// Owns the words on screen: finding a text, filling in its facts, picking its plural, and drawing everything that shows
// words again when the language changes. Never loads a catalogue (i18n.ts does) and never holds a text.
//
// Own code where i18next would do: of that 17 KB, a tenth of all the script a phone loads before the board, we would use
// these three features.

import { useSyncExternalStore } from 'react'
import type { Catalogue, Key, Namespace } from './catalogue.ts'
import type { Language } from './language.ts'

/** What a text is filled in with. `count` also picks the plural; `ns` looks in another file than one's own. */
interface Facts {
  count?: number
  ns?: Namespace | undefined
  [fact: string]: string | number | null | undefined
}

export interface Translate<Own extends Namespace> {
  (key: Key<Own>, facts?: Facts & { ns?: undefined }): string
  <Other extends Namespace>(key: Key<Other>, facts: Facts & { ns: Other }): string
}

/** The words of one language; another language is another one, so that what depends on it is made anew. */
interface Speaker {
  language: Language
  plurals: Intl.PluralRules
  translates: Map<Namespace, (key: string, facts?: Facts) => string>
}

const catalogues = new Map<Language, Catalogue>()
const listeners = new Set<() => void>()
let speaker: Speaker = speakerOf('en')

function speakerOf(language: Language): Speaker {
  return { language, plurals: new Intl.PluralRules(language), translates: new Map() }
}

function find(namespace: string, key: string): string | undefined {
  let found: unknown = catalogues.get(speaker.language)?.[namespace]
  for (const step of key.split('.')) found = (found as { [step: string]: unknown } | undefined)?.[step]
  return typeof found === 'string' ? found : undefined
}

/** `like` for 0 is `like_zero` where there is one, else the language's own form: `like_one`, `like_other`. */
function findCounted(namespace: string, key: string, count: number): string | undefined {
  const zero = count === 0 ? find(namespace, `${key}_zero`) : undefined
  return zero ?? find(namespace, `${key}_${speaker.plurals.select(count)}`)
}

function sentence(own: Namespace, key: string, facts: Facts = {}): string {
  const namespace = facts.ns ?? own
  const counted = facts.count === undefined ? undefined : findCounted(namespace, key, facts.count)
  // A key without a text is shown itself: an empty button would tell nobody what is missing.
  const text = counted ?? find(namespace, key) ?? key
  return text.replace(/\{\{(\w+)\}\}/g, (_, fact: string) => String(facts[fact] ?? ''))
}

/** The words of one file, in the language spoken when they are asked for: who keeps the function never keeps a language. */
export function translate<Own extends Namespace>(own: Own): Translate<Own> {
  const made = speaker.translates.get(own) ?? ((key: string, facts?: Facts) => sentence(own, key, facts))
  speaker.translates.set(own, made)
  return made
}

/** Is there a text? For keys that come from a server, which may be newer than this page. */
export function hasText(namespace: Namespace, key: string): boolean {
  return find(namespace, key) !== undefined
}

/** `t` of one file (`common` when none is named) and the language; whoever uses it is drawn again when that changes. */
export function useTranslation<Own extends Namespace = 'common'>(own?: Own): { t: Translate<Own>; language: Language } {
  const { language } = useSyncExternalStore(subscribe, spoken)
  return { t: translate(own ?? ('common' as Own)), language }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const spoken = () => speaker

export const currentLanguage = (): Language => speaker.language

export function hasWords(language: Language, namespace: Namespace): boolean {
  return catalogues.get(language)?.[namespace] !== undefined
}

export function addWords(language: Language, words: Catalogue): void {
  catalogues.set(language, { ...catalogues.get(language), ...words })
}

/** Speaks `language`, whose words have been added. */
export function speak(language: Language): void {
  speaker = speakerOf(language)
  if (typeof document !== 'undefined') document.documentElement.lang = language
  for (const listener of listeners) listener()
}
