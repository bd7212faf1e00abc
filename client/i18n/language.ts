// Owns which languages there are and which one a reader gets. Never loads a catalogue and never touches React.

export const LANGUAGES = ['en', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language under its own name: someone lost in the wrong one must recognise theirs. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', nl: 'Nederlands' }

export const LANGUAGE_KEY = 'kiem.language'

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'nl'
}

/** The first of `wishes` we speak ('nl-BE' counts as 'nl'), English when none. */
export function pickLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const base = wish?.toLowerCase().split('-')[0]
    if (isLanguage(base)) return base
  }
  return 'en'
}

/** What this browser last chose, or what it asks for. A browser that forbids storage is no reason to fail. */
export function browserLanguage(): Language {
  let stored: string | null = null
  try {
    stored = localStorage.getItem(LANGUAGE_KEY)
  } catch {
    stored = null
  }
  return pickLanguage([stored, ...(navigator.languages ?? [navigator.language])])
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language)
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}
