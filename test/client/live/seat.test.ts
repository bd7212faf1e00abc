import { expect, test } from 'vitest'
import { OWN, PERSONAL } from '../../../client/live/seat.ts'
import { COMMAND_NAMES, COMMANDS } from '../../../shared/commands.ts'
import { seatsMay } from '../../../shared/seats.ts'

test('what somebody does for themselves is done for whom the device is in hand; everything else is the holder’s', () => {
  expect(COMMAND_NAMES.filter((name) => OWN.test(name))).toEqual([
    'idea.add',
    'idea.add-many',
    'idea.update',
    'idea.remove',
    'idea.restore',
    'idea.like',
    'comment.add',
    'comment.update',
    'comment.remove',
    'vote.cast',
    'vote.score',
    'vote.choose',
    'vote.rank',
    'session.ready',
    'session.hand',
    'session.roam',
    'session.react',
    'idea.report',
    'sealed.update',
    'sealed.remove',
    'discussion.answer-more',
    'entry.add',
    'entry.update',
    'entry.done',
    'entry.remove',
  ])
})

test('nothing is asked for a seat that the server refuses to a seat', () => {
  for (const name of COMMAND_NAMES.filter((each) => OWN.test(each))) {
    const { scope, permission } = COMMANDS[name]
    expect([name, seatsMay(scope, permission)]).toEqual([name, true])
  }
})

test.each([
  ['/api/boards/b', true],
  ['/api/boards/b/mine', true],
  ['/api/boards/b/session', true],
  ['/api/rounds/r/ballot', true],
  ['/api/boards/b/seats', false],
  ['/api/boards/b/people', false],
  ['/api/boards', false],
  ['/api/me', false],
])('%s is read for a seat: %s', (path, asked) => {
  expect(PERSONAL.test(path)).toBe(asked)
})
