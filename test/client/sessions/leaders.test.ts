import { describe, expect, test } from 'vitest'
import { LEADERS_SHOWN, partOf, shownLeaders } from '../../../client/sessions/leaders.ts'
import { leadGone } from '../../../client/sessions/steps.ts'
import type { LeadState, LedgerLead } from '../../../shared/session.ts'

const one = (userId: string) => ({ userId, name: userId })
const lead: LedgerLead = { by: one('fay'), state: 'here', deputy: one('dov'), others: [one('ann')] }
const at = (state: LeadState) => ({ lead: { ...lead, state } })

describe('who hears that who leads is gone', () => {
  test('nobody while they are here; everybody who may lead once they are away; the deputy only when nobody leads', () => {
    expect(leadGone(at('here'), 'ann', true)).toBeNull()
    expect(leadGone(at('away'), 'ann', true)).toEqual({ name: 'fay' })
    expect(leadGone(at('away'), 'dov', false)).toBeNull()
    expect(leadGone(at('nobody'), 'dov', false)).toEqual({ name: 'fay' })
    expect(leadGone(at('nobody'), 'ben', false)).toBeNull()
  })

  test('never who is in the lead themselves, and nobody where nobody is in the lead', () => {
    expect(leadGone(at('nobody'), 'fay', true)).toBeNull()
    expect(leadGone({ lead: { ...lead, state: 'nobody', by: null } }, 'dov', true)).toBeNull()
  })
})

describe('the list of who leads', () => {
  test('in the lead, then who leads too, then the deputy, then the others by name', () => {
    const people = ['zoe', 'dov', 'bea', 'ann', 'fay'].map(one)
    const { shown, more } = shownLeaders(people, lead, ['bea'], '')
    expect(shown.map(({ name }) => name)).toEqual(['fay', 'ann', 'bea', 'dov', 'zoe'])
    expect(more).toBe(false)
    expect(partOf('bea', lead, ['bea'])).toEqual({ inLead: false, onBoard: true, shares: false, deputy: false })
  })

  test('no longer than one can choose from; a name finds the others', () => {
    const people = Array.from({ length: LEADERS_SHOWN + 1 }, (_, n) => one(`person ${n}`))
    expect(shownLeaders(people, lead, [], '')).toMatchObject({ more: true, shown: { length: LEADERS_SHOWN } })
    expect(shownLeaders(people, lead, [], ' PERSON 30').shown).toEqual([one('person 30')])
  })
})
