import { expect, test } from 'vitest'
import { stem } from '../../shared/similarity/stem.ts'
import { tongueOf, wordsOf } from '../../shared/similarity/words.ts'

test.each([
  ['bloem', 'bloemen', 'bloemetje', 'bloemetjes'],
  ['boom', 'bomen', 'boompje'],
  ['brief', 'brieven'],
  ['huis', 'huizen'],
  ['vergadering', 'vergaderingen', 'vergaderen'],
  ['mogelijkheid', 'mogelijkheden'],
  ['fiets', 'fietsen'],
  ['planten', 'plant'],
  ['foto', "foto's"],
  ['groen', 'groene'],
])('Dutch words of one meaning have one stem: %s', (...words) => {
  expect(new Set(words.map((word) => stem(word, 'nl'))).size).toBe(1)
})

test.each([
  ['meeting', 'meetings', 'meet'],
  ['room', 'rooms'],
  ['library', 'libraries'],
  ['charge', 'charging', 'charged', 'charges'],
  ['stop', 'stopped', 'stopping'],
  ['quiet', 'quietly', 'quieter'],
  ['box', 'boxes'],
  ['colleague', "colleague's", 'colleagues'],
])('English words of one meaning have one stem: %s', (...words) => {
  expect(new Set(words.map((word) => stem(word, 'en'))).size).toBe(1)
})

test.each([
  ['nl', 'tas', 'tasten'],
  ['nl', 'maan', 'maand'],
  ['nl', 'bal', 'balie'],
  ['en', 'bus', 'busy'],
  ['en', 'plan', 'plant'],
] as const)('%s: %s and %s are not one word', (tongue, a, b) => {
  expect(stem(a, tongue)).not.toBe(stem(b, tongue))
})

test('no word is lost: a stem has three letters at least, or is the word', () => {
  for (const word of [
    'os',
    'ijs',
    'ing',
    'heden',
    'eten',
    'je',
    'been',
    'ring',
    'king',
    'used',
    'red',
    'bed',
    'sing',
  ]) {
    for (const tongue of ['nl', 'en'] as const)
      expect(stem(word, tongue).length).toBeGreaterThanOrEqual(Math.min(3, word.length))
  }
})

test('a text is read in the tongue of its small words, without them, accents and signs', () => {
  expect(tongueOf('Meer groen voor de buurt')).toBe('nl')
  expect(tongueOf('More green for the street')).toBe('en')
  expect(tongueOf('Koffie!')).toBe(null)
  expect(wordsOf('Eén café, en de HR-afdeling (2) op z’n best', 'nl').map(({ text }) => text)).toEqual([
    'café',
    'HR',
    'afdeling',
    'z’n',
  ])
  expect(wordsOf('Café', 'nl')[0]?.stem).toBe(wordsOf('cafe', 'nl')[0]?.stem)
})
