import { expect, test } from 'vitest'
import { cleanLine, cleanText } from '../../shared/text.ts'

test.each([
  ['a control character', 'so\u0000up', 'soup'],
  ['what turns text round', 'so\u202eup', 'soup'],
  ['half a character', 'so\ud83dup', 'soup'],
  ['the other half', 'so\ude00up', 'soup'],
])('F101 %s is taken out', (_what, said, kept) => {
  expect(cleanText(said)).toBe(kept)
})

test('F101 whole characters stay, in their shortest form; lines stay lines, and become one where there is room for one', () => {
  expect(cleanText('  so\u0301u\u{1f600}p\r\nhot ')).toBe('s\u00f3u\u{1f600}p\nhot')
  expect(cleanLine(' soup\t\n hot')).toBe('soup hot')
})
