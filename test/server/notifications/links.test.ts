import { expect, test } from 'vitest'
import { createLinks } from '../../../server/notifications/links.ts'
import type { EscalationId, UserId } from '../../../shared/model.ts'

const links = createLinks('a secret of thirty-two characters')
const vera = 'vera-vera-vera' as UserId
const link = { userId: vera, escalationId: 'case-case-case' as EscalationId, until: 2_000_000 }

test('a link says whom it is for and what it opens, until its time is over', () => {
  const token = links.answerToken(link)
  expect(links.readAnswer(token, 1_999_999)).toEqual(link)
  expect(links.readAnswer(token, 2_000_000)).toBeNull()
})

test('nobody but the server makes one, nor turns one into another', () => {
  const token = links.answerToken(link)
  const [userId, escalationId, until, signature] = token.split('.')
  const others = [
    '',
    'x'.repeat(1_000),
    token.slice(0, -1),
    `${token}A`,
    ['ada-ada-ada', escalationId, until, signature].join('.'),
    [userId, 'case-case-casf', until, signature].join('.'),
    [userId, escalationId, 'zzzzzz', signature].join('.'),
    createLinks('another secret of thirty-two char').answerToken(link),
    links.stopToken(vera, 'rest'),
  ]
  for (const other of others) expect([other, links.readAnswer(other, 0)]).toEqual([other, null])
  expect(links.readStop(token)).toBeNull()
  expect(links.readStop(links.stopToken(vera, 'waiting'))).toEqual({ userId: vera, sort: 'waiting' })
})
