import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatFor, localeFor } from '../../../client/i18n/format.ts'
import { alsoWords, changeLanguage, startI18n } from '../../../client/i18n/i18n.ts'
import { pickLanguage } from '../../../client/i18n/language.ts'
import { addWords, currentLanguage, hasText, hasWords, translate } from '../../../client/i18n/translation.ts'
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

  test('the other arrives when it is chosen, with its own plural, also for who asked for the words before', async () => {
    const t = translate('common')
    expect(hasWords('nl', 'common')).toBe(false)
    expect(t('connection.waiting', { count: 1 })).toBe('1 change is waiting to be sent.')
    await changeLanguage('nl')
    expect(t('connection.waiting', { count: 2 })).toBe('2 wijzigingen wachten op verzending.')
    expect(currentLanguage()).toBe('nl')
    expect(translate('common')).not.toBe(t)
    expect(translate('common')).toBe(translate('common'))
  })

  test('of two languages chosen in a hurry the last one is spoken', async () => {
    await changeLanguage('en')
    const first = changeLanguage('nl')
    await changeLanguage('en')
    await first
    expect(currentLanguage()).toBe('en')
  })

  test('the words of a late page are there in every language, also in one spoken before it was opened', async () => {
    await changeLanguage('nl')
    await changeLanguage('en')
    expect(hasWords('en', 'version')).toBe(false)
    await alsoWords('version')
    expect(hasText('version', 'title')).toBe(true)
    await changeLanguage('nl')
    expect(hasText('version', 'title')).toBe(true)
  })
})

describe('a text', () => {
  beforeAll(async () => {
    await changeLanguage('en')
    addWords('en', {
      home: {
        title: '{{a}} and {{b}}, {{a}}',
        deep: { down: 'here' },
        like_zero: 'Like',
        like_one: '1 like',
        like_other: '{{count}} likes',
      },
    })
  })
  const t = (key: string, facts?: { [fact: string]: string | number | null }) =>
    translate('home')(key as 'title', facts)

  test('shows its facts as they were written: React escapes, a second time would show &amp;', () => {
    expect(t('title', { a: '<b> & $&', b: null })).toBe('<b> & $& and , <b> & $&')
  })

  test('is found under the names of its folders, and one that is missing shows its key', () => {
    expect(t('deep.down')).toBe('here')
    expect([t('deep'), t('deep.down.under'), t('nowhere.at.all')]).toEqual([
      'deep',
      'deep.down.under',
      'nowhere.at.all',
    ])
    expect([hasText('home', 'deep.down'), hasText('home', 'deep'), hasText('home', 'up')]).toEqual([true, false, false])
  })

  test('about nothing, one or many has a form for each', () => {
    expect([0, 1, 2].map((count) => t('like', { count }))).toEqual(['Like', '1 like', '2 likes'])
  })

  test('may be another file’s', () => {
    expect(translate('home')('role.admin', { ns: 'common' })).toBe(translate('common')('role.admin'))
    expect(translate('common')('role.admin')).not.toBe('role.admin')
  })
})

describe('formats', () => {
  const NOW = Date.UTC(2025, 10, 21, 12)
  test.each([
    ['en-GB', 20_000, 'just now'],
    ['nl-NL', 0, 'zojuist'],
    ['nl-NL', -20_000, 'nu'],
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
