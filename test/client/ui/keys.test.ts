import { describe, expect, test } from 'vitest'
import { faceColor, initialsOf } from '../../../client/ui/face-look.ts'
import { keyCaps, matchesKey } from '../../../client/ui/keys.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', true>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('keys', () => {
  test('mod is Ctrl or ⌘, and a plain key is not meant with either', () => {
    expect(matchesKey('mod+k', press('k', { ctrlKey: true }))).toBe(true)
    expect(matchesKey('mod+k', press('k', { metaKey: true }))).toBe(true)
    expect(matchesKey('k', press('k', { ctrlKey: true }))).toBe(false)
    expect(matchesKey('mod+k', press('k'))).toBe(false)
  })

  test('a sign counts wherever it is on the keyboard', () => {
    expect(matchesKey('?', press('?', { shiftKey: true }))).toBe(true)
    expect(matchesKey('/', press('/', { shiftKey: true }))).toBe(true)
  })

  test('letters ignore caps lock, but Shift with a letter is another key', () => {
    expect(matchesKey('n', press('N'))).toBe(true)
    expect(matchesKey('n', press('N', { shiftKey: true }))).toBe(false)
    expect(matchesKey('shift+ArrowUp', press('ArrowUp', { shiftKey: true }))).toBe(true)
  })

  test('are drawn as people know them', () => {
    expect(keyCaps('mod+k')).toEqual(['Ctrl', 'K'])
    expect(keyCaps('Escape')).toEqual(['Esc'])
  })
})

describe('faces', () => {
  test.each([
    ['Ada Lovelace', 'AL'],
    ['jan de vries', 'JV'],
    ['Cleo van den Berg', 'CB'],
    ['Fatima El Amrani', 'FA'],
    ['李', '李'],
    ['Zoë', 'Z'],
    ['  ', '?'],
    ['👩‍🌾 Flora', '👩‍🌾F'],
  ])('%s is %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })

  test('a colour stays with its person, and people spread over all six', () => {
    expect(faceColor('user-ada')).toBe(faceColor('user-ada'))
    const colors = Array.from({ length: 300 }, (_, i) => faceColor(`user-${i}`))
    expect(new Set(colors).size).toBe(6)
  })
})
