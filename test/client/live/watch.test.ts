import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type CardMap, cardsOf, putCard, readCard } from '../../../shared/documents.ts'
import { watchMap } from '../../../client/live/watch.ts'
import type { IdeaId } from '../../../shared/model.ts'

const card = (id: string, title: string) => ({
  ideaId: id as IdeaId,
  title,
  column: null,
  order: 'a',
  x: 0,
  y: 0,
  group: null,
  color: 'sun' as const,
})

describe('watching a map', () => {
  test('a listener hears its own entry and no other', () => {
    const map = new Y.Doc().getMap<{ likes: number }>('ideas')
    const watched = watchMap(map)
    const heard: string[] = []
    watched.subscribe('one', () => heard.push('one'))
    watched.subscribe('two', () => heard.push('two'))
    map.set('two', { likes: 1 })
    expect(heard).toEqual(['two'])
  })

  test('the whole is the same object until something changes, and told once per transaction', () => {
    const doc = new Y.Doc()
    const map = doc.getMap<number>('ideas')
    const watched = watchMap(map)
    let times = 0
    watched.subscribeAll(() => times++)
    const before = watched.all()
    expect(watched.all()).toBe(before)
    doc.transact(() => {
      map.set('one', 1)
      map.set('two', 2)
    })
    expect(times).toBe(1)
    expect(watched.all()).not.toBe(before)
    expect([...watched.all()]).toEqual([
      ['one', 1],
      ['two', 2],
    ])
  })

  test('of shared types a change deep inside is heard, and others keep their value', () => {
    const doc = new Y.Doc()
    putCard(doc, card('idea-one', 'bikes'))
    putCard(doc, card('idea-two', 'trees'))
    const watched = watchMap<CardMap, ReturnType<typeof readCard>>(cardsOf(doc), readCard)
    const heard: string[] = []
    watched.subscribe('idea-one', () => heard.push('one'))
    watched.subscribe('idea-two', () => heard.push('two'))
    const other = watched.get('idea-two')
    ;(cardsOf(doc).get('idea-one')!.get('title') as Y.Text).insert(5, ' for all')
    expect(heard).toEqual(['one'])
    expect(watched.get('idea-one')?.title).toBe('bikes for all')
    expect(watched.get('idea-two')).toBe(other)
  })

  test('nobody is told after leaving', () => {
    const map = new Y.Doc().getMap<number>('ideas')
    const watched = watchMap(map)
    let times = 0
    watched.subscribe('one', () => times++)()
    watched.subscribeAll(() => times++)()
    map.set('one', 1)
    expect(times).toBe(0)
  })
})
