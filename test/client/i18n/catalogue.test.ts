import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import i18next from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatFor, localeFor } from '../../../client/i18n/format.ts'
import { changeLanguage, startI18n } from '../../../client/i18n/i18n.ts'
import { LANGUAGES, pickLanguage } from '../../../client/i18n/language.ts'
import { REFUSAL_KINDS } from '../../../shared/outcome.ts'

const folder = path.resolve(import.meta.dirname, '../../../client/i18n')
const namespaces = readdirSync(path.join(folder, 'en')).map((file) => path.basename(file, '.json'))

function texts(language: string, namespace: string): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (node: unknown, at: string) => {
    if (typeof node === 'string') found.set(at, node)
    else for (const [key, value] of Object.entries(node as object)) walk(value, at ? `${at}.${key}` : key)
  }
  walk(JSON.parse(readFileSync(path.join(folder, language, `${namespace}.json`), 'utf8')), '')
  return found
}
const slots = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name!).sort()

describe.each(namespaces)('%s', (namespace) => {
  const [english, dutch] = [texts('en', namespace), texts('nl', namespace)]

  test('both languages have the same keys', () => {
    expect([...dutch.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('both languages fill in the same facts, and a text is empty in both or in neither', () => {
    const wrong = [...english].filter(([key, text]) => {
      const other = dutch.get(key) ?? ''
      // A singular may leave the number out: 'one idea'.
      const facts = (of: string) => new Set(slots(of).filter((name) => !(name === 'count' && key.endsWith('_one'))))
      return (text.trim() === '') !== (other.trim() === '') || [...facts(text)].join() !== [...facts(other)].join()
    })
    expect(wrong.map(([key]) => key)).toEqual([])
  })

  test('a counted text has a form for one and for many', () => {
    const lonely = [...english.keys()].filter((key) => {
      const base = key.replace(/_(?:one|other)$/, '')
      return base !== key && !(english.has(`${base}_one`) && english.has(`${base}_other`))
    })
    expect(lonely).toEqual([])
  })
})

test('every kind of refusal has a sentence', () => {
  const kinds = Object.keys(REFUSAL_KINDS).filter((kind) => !texts('en', 'errors').has(`kind.${kind}`))
  expect(kinds).toEqual([])
})

describe('which language', () => {
  test('the first wish we speak wins, whatever its region', () => {
    expect(pickLanguage([null, 'fr-FR', 'nl-BE', 'en'])).toBe('nl')
    expect(pickLanguage(['fr', undefined])).toBe('en')
  })

  test('dates and numbers follow the reader’s own region', () => {
    expect(localeFor('en', ['nl-NL', 'en-US'])).toBe('en-US')
    expect(localeFor('nl', ['en-US'])).toBe('nl-NL')
    expect(localeFor('en', ['en'])).toBe('en-GB')
  })
})

describe('one language is loaded at a time', () => {
  beforeAll(() => startI18n('en'))

  test('the other arrives when it is chosen, with its own plural', async () => {
    expect(i18next.hasResourceBundle('nl', 'common')).toBe(false)
    expect(i18next.t('connection.waiting', { count: 1 })).toBe('1 change is waiting to be sent.')
    await changeLanguage('nl')
    expect(i18next.t('connection.waiting', { count: 2 })).toBe('2 wijzigingen wachten op verzending.')
    expect(LANGUAGES).toContain(i18next.language)
  })
})

describe('formats', () => {
  const NOW = Date.UTC(2025, 10, 21, 12)
  test.each([
    ['en-GB', 20_000, 'now'],
    ['en-GB', 3 * 60_000, '3 minutes ago'],
    ['nl-NL', 3 * 60_000, '3 minuten geleden'],
    ['nl-NL', 24 * 3_600_000, 'gisteren'],
    ['en-GB', 15 * 24 * 3_600_000, '2 weeks ago'],
  ])('in %s, %i ms ago is "%s"', (locale, agoMs, words) => {
    expect(formatFor(locale).relative(NOW - agoMs, NOW)).toBe(words)
  })

  test('numbers, sizes and lists are written as the reader writes them', () => {
    expect(formatFor('nl-NL').number(12_345.6)).toBe('12.345,6')
    expect(formatFor('nl-NL').bytes(4_600_000)).toBe('4,6 MB')
    expect(formatFor('en-GB').list(['Ada', 'Ben', 'Cleo'])).toBe('Ada, Ben and Cleo')
  })
})
