import { describe, expect, test } from 'vitest'
import { isBusy } from '../../../client/boards/show-card.ts'
import { followers } from '../../../client/sessions/steps.ts'
import { comesAlong } from '../../../client/sessions/summons.ts'
import { SUMMONS_LASTS_MS } from '../../../shared/limits.ts'
import type { IdeaId } from '../../../shared/model.ts'

const summons = { ideaId: 'soup' as IdeaId, at: 1_000 }
const facts = { roams: false, leads: false, now: 1_500 }

describe('coming along to a card', () => {
  test('everybody does, but for who goes their own way, who leads, and while that is not known', () => {
    expect(comesAlong(summons, facts)).toBe(true)
    expect(comesAlong(summons, { ...facts, roams: true })).toBe(false)
    expect(comesAlong(summons, { ...facts, roams: null })).toBe(false)
    expect(comesAlong(summons, { ...facts, leads: true })).toBe(false)
    expect(comesAlong(null, facts)).toBe(false)
  })

  test('who comes later than the limit is not pulled there', () => {
    expect(comesAlong(summons, { ...facts, now: summons.at + SUMMONS_LASTS_MS - 1 })).toBe(true)
    expect(comesAlong(summons, { ...facts, now: summons.at + SUMMONS_LASTS_MS })).toBe(false)
  })

  test('half a sentence and an open dialog are not left behind; an empty line is', () => {
    const page = (at: object | null, dialog = false) =>
      ({ activeElement: at, querySelector: () => (dialog ? {} : null) }) as unknown as Document
    const field = (value: string) => ({ value, closest: () => null })
    expect(isBusy(page(field('Half')))).toBe(true)
    expect(isBusy(page(field('')))).toBe(false)
    expect(isBusy(page({ closest: () => ({}) }))).toBe(true)
    expect(isBusy(page({ closest: () => null }))).toBe(false)
    expect(isBusy(page(null, true))).toBe(true)
  })

  test('who leads hears how many come along, of those who do not lead', () => {
    const room = { present: 12, people: 11, leads: 1 }
    expect(followers({ ...room, roaming: 3 })).toEqual({ count: 7, of: 10 })
    expect(followers({ ...room, roaming: 30 })).toEqual({ count: 0, of: 10 })
    expect(followers({ present: 1, people: 1, leads: 1, roaming: 0 })).toBeNull()
  })
})
