import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardStore } from '../../../client/boards/board-store.ts'
import { cardsToCompare, type SuggestedCard, suggestGroups } from '../../../client/boards/group-suggestions.ts'
import { columnsOf, putCard } from '../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'

const REAL = path.resolve('../shared/data/ideas/amsterdam-slotervaart-2022.pb')

const cards = (...texts: string[]): SuggestedCard[] => texts.map((text) => ({ id: text, text, groupId: null }))
const said = (given: readonly SuggestedCard[]) => suggestGroups(given).map(({ ids }) => ids)

/** Answers whole numbers below what it is asked, the same ones for a seed. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('suggested groups', () => {
  test('ideas that share a word belong together, in whatever form it is written, and it is said which word', () => {
    const office = cards(
      'Gezonde lunch in de kantine',
      'Stille werkplekken',
      'Samen lunchen met een andere afdeling',
      'Zonnepanelen op het dak',
      'Groene daken',
      'Digitale handtekening',
    )
    expect(suggestGroups(office)).toEqual([
      {
        ids: ['Gezonde lunch in de kantine', 'Samen lunchen met een andere afdeling'],
        groupId: null,
        words: ['lunch'],
      },
      { ids: ['Zonnepanelen op het dak', 'Groene daken'], groupId: null, words: ['dak'] },
    ])
  })

  test('English too, also on a board of both', () => {
    const mixed = cards('Quiet rooms for calls', 'A quieter room', 'Meer bomen in de straat', 'Een boom voor elk kind')
    expect(said(mixed)).toEqual([
      ['Quiet rooms for calls', 'A quieter room'],
      ['Meer bomen in de straat', 'Een boom voor elk kind'],
    ])
  })

  test('a word within another, or with the same beginning, counts', () => {
    expect(said(cards('Een tuin voor de buurt', 'Daktuin', 'Papierloos werken'))).toHaveLength(1)
    const play = cards('Speelplaats', 'Een nieuwe speeltuin', ...'bloem lunch dak zon stilte koffie muur'.split(' '))
    expect(said(play)).toEqual([['Speelplaats', 'Een nieuwe speeltuin']])
  })

  test('small words and nothing in common suggest nothing', () => {
    expect(
      said(cards('Meer van de koffie', 'Meer van het groen', 'We want it to be for all', 'How to do that for us')),
    ).toEqual([])
    expect(said(cards('', '???', '2024', 'Koffie'))).toEqual([])
    expect(said([])).toEqual([])
  })

  test('a card alone joins a group that is there; groups that are there are left as they are', () => {
    const some: SuggestedCard[] = [
      { id: 'a', text: 'Lunch in de kantine', groupId: 'g1' },
      { id: 'b', text: 'Gezonde lunch', groupId: 'g1' },
      { id: 'c', text: 'Koken voor de lunch', groupId: null },
      { id: 'd', text: 'Fietsen naar het werk', groupId: 'g2' },
      { id: 'e', text: 'Een stalling voor de fiets', groupId: 'g2' },
      { id: 'f', text: 'Een fiets van de zaak', groupId: null },
    ]
    const found = suggestGroups(some)
    expect(found).toContainEqual({ ids: ['c'], groupId: 'g1', words: ['lunch'] })
    expect(found.flatMap(({ ids }) => ids)).not.toContain('d')
    expect(suggestGroups(some.filter(({ groupId }) => groupId !== null))).toEqual([])
    // However alike two groups are, a card joins the one it belongs to.
    const alike = ['Fietsen g1', 'Fietspomp g1', 'Fietsen g2', 'Fiets route g2', 'Route kaart'].map((line, at) => {
      const group = /g\d$/.exec(line)?.[0] ?? null
      return { id: `${at}`, text: line.replace(/ g\d$/, ''), groupId: group }
    })
    expect(suggestGroups(alike)).toEqual([{ ids: ['4'], groupId: 'g2', words: ['Route'] }])
  })

  test.each([1, 2, 3, 4])('each card is suggested at most once, the same every time (seed %i)', (seed) => {
    const chance = random(seed)
    const words = ['lunch', 'tuin', 'fiets', 'koffie', 'stilte', 'dak', 'groen', 'zon', 'bank', 'muur', 'plant', 'deur']
    const given = Array.from({ length: 150 }, (_, at): SuggestedCard => {
      const text = Array.from(
        { length: 1 + chance(5) },
        () => words[chance(words.length)]! + words[chance(words.length)]!,
      )
      return { id: `i${at}`, text: text.join(' '), groupId: chance(5) === 0 ? `g${chance(6)}` : null }
    })
    const found = suggestGroups(given)
    expect(found.length).toBeGreaterThan(3)
    const ids = found.flatMap((suggestion) => suggestion.ids)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { ids, groupId, words: shared } of found) {
      expect(ids.length).toBeGreaterThanOrEqual(groupId === null ? 2 : 1)
      expect(shared.length).toBeGreaterThan(0)
      for (const id of ids) expect(given.find((card) => card.id === id)?.groupId).toBe(null)
    }
    expect(suggestGroups(given)).toEqual(found)
  })

  test('F71 only what is on the board is compared: a sealed idea is not in its document', () => {
    const doc = new Y.Doc()
    const column = new Y.Map<unknown>()
    column.set('order', 'a0')
    columnsOf(doc).set('todo', column)
    const put = (id: string, title: string) => {
      const place = { column: 'todo' as ColumnId, order: `a${id}`, x: 0, y: 0, group: null, color: 'sun' } as const
      putCard(doc, { ...place, ideaId: id as IdeaId, title })
    }
    put('1', 'Lunch in de kantine')
    const store = new BoardStore(doc)
    store.filter(() => false)
    expect(cardsToCompare(store)).toEqual([{ id: '1', text: 'Lunch in de kantine', groupId: null }])
    // The reveal is what brings the others in.
    put('2', 'Samen lunchen')
    expect(suggestGroups(cardsToCompare(store))).toEqual([{ ids: ['1', '2'], groupId: null, words: ['Lunch'] }])
  })

  test.skipIf(!existsSync(REAL))('among real ideas of a neighbourhood those of one kind are found', () => {
    const lines = readFileSync(REAL, 'utf8').split(/\r?\n/)
    const at = lines.indexOf('PROJECTS')
    const name = lines[at + 1]!.split(';').indexOf('name')
    const names = lines.slice(at + 2, lines.indexOf('VOTES')).map((line) => line.split(';')[name]!)
    const found = said(cards(...names))
    for (const pair of [
      ['AED gebied Oostoever', 'Een AED centraal in de wijk'],
      ['Vergroenen van het Koningin Wilhelminaplein', 'Meer groen op het Andreasplein'],
      ['Hondenspeeltuin Rembrandtpark', 'Omheind hondenspeelveld bij Rembrandtpark/Lelylaan'],
      ['Wilde bloemen, blije bijen', 'Bloem- en plantenbakken op de Comeniusstraat'],
    ]) {
      expect(found.some((ids) => pair.every((each) => ids.includes(each)))).toBe(true)
    }
  })
})
