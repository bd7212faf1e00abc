// Owns the one i18next instance: starts it with a single language and swaps languages by loading the other catalogue.
// Never decides a language by itself (language.ts does) and never holds a text.

import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Catalogue } from './catalogue.ts'
import { browserLanguage, type Language, rememberLanguage } from './language.ts'

/** Texts of pages few people open: each is loaded with its page, not with the first one. */
type Late = 'exchange' | 'version'
const LATE = import.meta.glob<Catalogue[string]>('./*/{exchange,version}.json', { import: 'default' })
const asked = new Set<Late>()

async function loadCatalogue(language: Language): Promise<Catalogue> {
  const module = language === 'nl' ? await import('./nl.ts') : await import('./en.ts')
  const late = await Promise.all([...asked].map(async (name) => [name, await loadLate(language, name)] as const))
  return { ...module.catalogue, ...Object.fromEntries(late) }
}

async function loadLate(language: Language, namespace: Late): Promise<Catalogue[string]> {
  return (await LATE[`./${language}/${namespace}.json`]?.()) ?? {}
}

/** Before a page is shown that has texts of its own. */
export async function alsoWords(namespace: Late): Promise<void> {
  asked.add(namespace)
  const language = currentLanguage()
  if (i18next.hasResourceBundle(language, namespace)) return
  i18next.addResourceBundle(language, namespace, await loadLate(language, namespace), true, true)
}

async function addCatalogue(language: Language): Promise<void> {
  for (const [namespace, texts] of Object.entries(await loadCatalogue(language))) {
    i18next.addResourceBundle(language, namespace, texts, true, true)
  }
}

/** Loads one catalogue and starts i18next with it; `<html lang>` follows every change after this. */
export async function startI18n(language: Language = browserLanguage()): Promise<void> {
  i18next.on('languageChanged', (next) => {
    if (typeof document !== 'undefined') document.documentElement.lang = next
  })
  await i18next.use(initReactI18next).init({
    lng: language,
    defaultNS: 'common',
    // React escapes for us; escaping twice would show &amp; to people.
    interpolation: { escapeValue: false },
    resources: { [language]: await loadCatalogue(language) },
    react: { useSuspense: false },
  })
}

export function currentLanguage(): Language {
  return i18next.language === 'nl' ? 'nl' : 'en'
}

/** Shows the interface in `language` and remembers it in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language)
  if (language === i18next.language) return
  if (!i18next.hasResourceBundle(language, 'common')) await addCatalogue(language)
  await i18next.changeLanguage(language)
}
