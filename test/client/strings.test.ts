// Owns: the promise that both languages say everything: the same keys, the same placeholders, nothing left untranslated
// in the code.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { REPOSITORY, sourceFiles } from '../support/source.ts'

const folder = path.join(REPOSITORY, 'client/i18n')
const namespaces = readdirSync(path.join(folder, 'en')).sort()

/** Every text by its dotted key. */
function texts(language: string, namespace: string): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (value: unknown, key: string) => {
    if (typeof value === 'string') found.set(key, value)
    else if (typeof value === 'object' && value) {
      for (const [name, inner] of Object.entries(value)) walk(inner, key ? `${key}.${name}` : name)
    }
  }
  walk(JSON.parse(readFileSync(path.join(folder, language, namespace), 'utf8')), '')
  return found
}

/** {{name}} and <1>…</1>, in a fixed order. `count` may go unsaid: "one vote". */
function placeholders(text: string): string[] {
  const names = [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map(([, name]) => `{{${name}}}`)
  const tags = [...text.matchAll(/<\/?[\w-]+\s*\/?>/g)].map(([tag]) => tag)
  return [...names.filter((name) => name !== '{{count}}'), ...tags].sort()
}

test('both languages have the same files', () => {
  expect(readdirSync(path.join(folder, 'nl')).sort()).toEqual(namespaces)
})

describe.each(namespaces)('%s', (namespace) => {
  const english = texts('en', namespace)
  const dutch = texts('nl', namespace)

  test('has the same keys in both languages', () => {
    expect(
      [...english.keys()].filter((key) => !dutch.has(key)),
      'missing in nl',
    ).toEqual([])
    expect(
      [...dutch.keys()].filter((key) => !english.has(key)),
      'missing in en',
    ).toEqual([])
  })

  test('fills the same places in both languages, and no text is empty', () => {
    const differing = [...english].filter(([key, text]) => {
      const other = dutch.get(key) ?? text
      return text.trim() === '' || other.trim() === '' || String(placeholders(text)) !== String(placeholders(other))
    })
    expect(differing.map(([key, text]) => `${key}: "${text}" / "${dutch.get(key)}"`)).toEqual([])
  })
})

test('the code holds no text of its own for people to read', () => {
  // A closing tag after words, or words in an attribute that is shown or spoken.
  const between = />\s*([^<>{}=;()]*[A-Za-z]{2}[^<>{}=;()]*)<\//
  const attribute =
    /\s(?:aria-label|aria-description|title|placeholder|label|description|alt)="([^"]*[A-Za-z]{2}[^"]*)"/
  const ours = /^(?:Kiem|English|Nederlands)$/
  const found = sourceFiles('client')
    .filter((file) => file.path.endsWith('.tsx'))
    .flatMap((file) =>
      file.text.split('\n').flatMap((line, index) => {
        if (/^\s*(?:\/\/|\*)/.test(line)) return []
        const said = between.exec(line)?.[1]?.trim() ?? attribute.exec(line)?.[1]?.trim()
        return said && !ours.test(said) ? [`${file.path}:${index + 1}: ${said}`] : []
      }),
    )
  expect(found).toEqual([])
})
