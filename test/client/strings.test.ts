// Owns: the promise that nothing people read is written in the code: every text is in client/i18n, in both languages
// (test/client/i18n/catalogue.test.ts keeps those two equal).
import { expect, test } from 'vitest'
import { sourceFiles } from '../support/source.ts'

// Words before a closing tag, or in an attribute that is shown or spoken.
const BETWEEN_TAGS = />\s*([^<>{}=;()]*[A-Za-z]{2}[^<>{}=;()]*)<\//
const IN_ATTRIBUTE =
  /\s(?:aria-label|aria-description|title|placeholder|label|description|alt)="([^"]*[A-Za-z]{2}[^"]*)"/
/** Our own name, and each language under its own. */
const SAME_EVERYWHERE = /^(?:Kiem|English|Nederlands)$/
const COMMENT = /^\s*(?:\/\/|\*|\/\*)/

function textsIn(code: string): string[] {
  return code.split('\n').flatMap((line, index) => {
    const said = BETWEEN_TAGS.exec(line)?.[1]?.trim() ?? IN_ATTRIBUTE.exec(line)?.[1]?.trim()
    return said && !COMMENT.test(line) && !SAME_EVERYWHERE.test(said) ? [`${index + 1}: ${said}`] : []
  })
}

test('the reader of texts sees them, and sees none where there is none', () => {
  expect(textsIn('<p>Hello there</p>\n<img alt="A cat" />')).toEqual(['1: Hello there', '2: A cat'])
  expect(textsIn("<p>{t('hello')}</p>\nconst f = (a: Map<string, A>) => a\n<b>Kiem</b>\n<i>·</i>")).toEqual([])
})

test('the code holds no text of its own for people to read', () => {
  const components = sourceFiles('client').filter((file) => file.path.endsWith('.tsx'))
  expect(components.flatMap((file) => textsIn(file.text).map((found) => `${file.path}:${found}`))).toEqual([])
})
