// Owns which words are in this page: starts with a single language and swaps languages by loading the other catalogue.
// Never decides a language by itself (language.ts does) and never holds a text.

import type { Catalogue } from './catalogue.ts'
import { browserLanguage, type Language, rememberLanguage } from './language.ts'
import { addWords, hasWords, speak, currentLanguage } from './translation.ts'

/** Texts of pages few people open: each is loaded with its page, not with the first one. */
type Late =
  | 'ballot'
  | 'case'
  | 'discussion'
  | 'estimate'
  | 'exchange'
  | 'goal'
  | 'group'
  | 'inbox'
  | 'lead'
  | 'organisation'
  | 'outcome'
  | 'session'
  | 'version'
  | 'webhook'
/** Of what is opened on a board; where the others are is learned when the first of them is wanted. */
const SOON = import.meta.glob<Catalogue[string]>('./*/{ballot,discussion,group,lead,session}.json', {
  import: 'default',
})
const asked = new Set<Late>()

async function loadCatalogue(language: Language): Promise<Catalogue> {
  const module = language === 'nl' ? await import('./nl.ts') : await import('./en.ts')
  const late = await Promise.all([...asked].map(async (name) => [name, await loadLate(language, name)] as const))
  return { ...module.catalogue, ...Object.fromEntries(late) }
}

async function loadLate(language: Language, namespace: Late): Promise<Catalogue[string]> {
  const file = `./${language}/${namespace}.json`
  const load = SOON[file] ?? (await import('./late-words.ts')).LATE[file]
  return (await load?.()) ?? {}
}

/** Before a page is shown that has texts of its own. */
export async function alsoWords(namespace: Late): Promise<void> {
  asked.add(namespace)
  const language = currentLanguage()
  if (hasWords(language, namespace)) return
  addWords(language, { [namespace]: await loadLate(language, namespace) })
}

/** Loads one catalogue and speaks it; `<html lang>` follows, now and with every change after this. */
export async function startI18n(language: Language = browserLanguage()): Promise<void> {
  addWords(language, await loadCatalogue(language))
  speak(language)
}

let wanted: Language | null = null

/** Shows the interface in `language` and remembers it in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language)
  wanted = language
  if (language === currentLanguage()) return
  // Also when it was spoken before: a page opened since may have words of its own.
  addWords(language, await loadCatalogue(language))
  // Another may have been chosen while these words were on their way.
  if (wanted === language) speak(language)
}
