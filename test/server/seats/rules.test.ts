import { describe, expect, test } from 'vitest'
import {
  GUESTS_MAX_PER_BOARD,
  NAME_MAX_CHARS,
  PROXIES_MAX_PER_BOARD,
  SEATS_MAX_PER_HOLDER,
} from '../../../shared/limits.ts'
import { COMMAND_NAMES, COMMANDS } from '../../../shared/commands.ts'
import { forSeat, seatIn, seatsMay } from '../../../shared/seats.ts'
import { createDispatch, type DispatchDeps } from '../../../server/gateway/dispatch.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { proxyName, roomForSeat } from '../../../server/seats/rules.ts'

const EMPTY = { held: 0, proxies: 0, guests: 0 }

describe('room for a seat', () => {
  test.each([
    ['seats at one device', { held: SEATS_MAX_PER_HOLDER }, false, 'too-many'],
    ['proxies on a board', { proxies: PROXIES_MAX_PER_BOARD }, true, 'too-many'],
    ['guests of a board', { guests: GUESTS_MAX_PER_BOARD }, false, 'board-full'],
    ['guests of a board, for a proxy', { guests: GUESTS_MAX_PER_BOARD }, true, 'board-full'],
  ])('%s: as many as the limit says, and not one more', (_what, full, proxy, reason) => {
    const [[name, most]] = Object.entries(full) as [[string, number]]
    expect(roomForSeat({ ...EMPTY, [name]: most - 1 }, proxy)).toMatchObject({ ok: true })
    expect(roomForSeat({ ...EMPTY, [name]: most }, proxy)).toMatchObject({ ok: false, error: { reason, limit: most } })
  })

  test('papers do not take the places at the table, nor the table theirs', () => {
    expect(roomForSeat({ ...EMPTY, proxies: PROXIES_MAX_PER_BOARD }, false).ok).toBe(true)
    expect(roomForSeat({ ...EMPTY, held: SEATS_MAX_PER_HOLDER }, true).ok).toBe(true)
  })

  test('a name has as many letters as anybody’s, and not one more', () => {
    const sound = (count: number) =>
      COMMANDS['seat.add'].input.safeParse({ boardId: 'a-board-of-ours', name: 'é'.repeat(count) }).success
    expect([sound(NAME_MAX_CHARS), sound(NAME_MAX_CHARS + 1), sound(0)]).toEqual([true, false, false])
  })
})

describe('what a proxy is called', () => {
  const named = { naming: 'named', language: 'nl', name: undefined, person: undefined, made: 4 } as const
  test('the person, the name on the paper, or its number', () => {
    expect(proxyName({ ...named, person: { name: 'Ben' } })).toEqual({ ok: true, value: 'Ben' })
    expect(proxyName({ ...named, name: 'Anna' })).toEqual({ ok: true, value: 'Anna' })
    expect(proxyName(named)).toEqual({ ok: true, value: 'Formulier 5' })
    expect(proxyName({ ...named, person: null })).toMatchObject({ ok: false, error: { reason: 'no-such-person' } })
  })

  test('on an anonymous board a number, and no name of anybody', () => {
    const anonymous = { ...named, naming: 'anonymous', language: 'en' } as const
    expect(proxyName(anonymous)).toEqual({ ok: true, value: 'Paper 5' })
    for (const whose of [{ name: 'Anna' }, { person: { name: 'Ben' } }, { person: null }]) {
      expect(proxyName({ ...anonymous, ...whose })).toMatchObject({ ok: false, error: { reason: 'no-names-here' } })
    }
  })
})

describe('for whom a command is', () => {
  test('stands behind its name', () => {
    expect(seatIn(forSeat('vote.cast', 'a-seat'))).toEqual({ name: 'vote.cast', seat: 'a-seat' })
    expect(seatIn('vote.cast')).toEqual({ name: 'vote.cast', seat: null })
    expect(seatIn('vote.cast@')).toEqual({ name: 'vote.cast', seat: '' })
    expect(seatIn(7)).toEqual({ name: 7, seat: null })
  })

  test('is never an account’s, nor a seat’s of its own', () => {
    const never = COMMAND_NAMES.filter((name) => !seatsMay(COMMANDS[name].scope, COMMANDS[name].permission))
    const accounts = COMMAND_NAMES.filter((name) => COMMANDS[name].scope === 'organisation')
    expect(never.toSorted()).toEqual(
      [...accounts, 'seat.add', 'seat.add-proxy', 'seat.remove', 'seat.rename'].toSorted(),
    )
  })
})

test('F96 the turn taken is the device’s, whoever sits at it, and nobody is asked about before it', async () => {
  const turns: string[] = []
  const asked: string[] = []
  const deps = {
    turn: (userId: string) => turns.push(userId) * 1_000,
    seatOf: async (_: Actor, seat: string) => {
      asked.push(seat)
      return null
    },
    onAnswer: () => undefined,
  } as unknown as DispatchDeps
  const dispatch = createDispatch(deps)
  const actor = { userId: 'holder' } as Actor
  const input = { boardId: 'a-board-of-ours', ready: true }
  for (const seat of ['anna-anna', 'ben-ben-ben']) {
    const answer = await dispatch({ actor, name: forSeat('session.ready', seat), input })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'too-fast', reason: 'too-many-commands' } })
  }
  expect([turns, asked]).toEqual([['holder', 'holder'], []])
})
