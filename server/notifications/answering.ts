// Owns the link in a mail that opens one case without signing in, and lets exactly this person make exactly the moves they owe
// in it. No session is made. A GET changes nothing: mail programs follow links before people do. It opens nothing any more when
// somebody else owes, when it is old, when the person is gone or no longer is what they were asked as.

import type { EscalationId, IdeaId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import type { Asking, Route, WithCookies } from '../platform/route.ts'
import type { AnswerLink, Links } from './links.ts'

/** What a person needs to make a move: engineered elsewhere, carried here. */
export interface CaseToAnswer {
  case: { ideaId: IdeaId; owes: { person: { userId: UserId } } | null; may: string[] }
}

export interface AnsweringDeps {
  links: Links
  nowMs: () => number
  /** Null: there is no such account any more. */
  actorFor: (userId: UserId) => Promise<Actor | null>
  caseFor: (escalationId: EscalationId, userId: UserId) => Promise<CaseToAnswer | null>
  /** They owe the move, and still are what they were asked as. */
  holdsTurn: (escalationId: EscalationId, userId: UserId) => Promise<boolean>
  /** To whom it could be handed over. */
  sponsors: (actor: Actor, ideaId: IdeaId) => Promise<unknown>
  colleagues: (typed: string) => Promise<unknown>
  dispatch: (request: { actor: Actor; name: string; input: unknown; key?: string }) => Promise<Outcome<unknown>>
  /** Takes one of this address's turns; 0, or the milliseconds to wait. */
  turn: (address: string) => number
}

/** Taking a declined idea up again is nobody's debt. */
const NOT_BY_LINK = 'raise-again'

const over = () => refuse('not-found', 'answer-link-over', 'this link has done its work: sign in to see the idea')

const roleGone = () => refuse('forbidden', 'answer-link-role', 'whoever was asked holds that role no longer')
const accountGone = () => refuse('forbidden', 'answer-link-account', 'the account this was sent to is closed')

interface Opened {
  link: AnswerLink
  actor: Actor
  found: CaseToAnswer
}

export function answeringRoutes(deps: AnsweringDeps): Route[] {
  async function open({ params, address }: Asking): Promise<Outcome<Opened>> {
    const waitMs = deps.turn(address)
    if (waitMs > 0) return refuse('too-fast', 'too-many-commands', 'too many at once', { retryAfterMs: waitMs })
    const link = deps.links.readAnswer(params['token'] ?? '', deps.nowMs())
    const actor = link && (await deps.actorFor(link.userId))
    if (link && !actor) return accountGone()
    const found = actor && (await deps.caseFor(link.escalationId, link.userId))
    if (!link || !actor || !found || found.case.owes?.person.userId !== link.userId) return over()
    if (!(await deps.holdsTurn(link.escalationId, link.userId))) return roleGone()
    return done({ link, actor, found })
  }

  const openRead = (path: string, answer: (opened: Opened, asking: Asking) => Promise<unknown>): Route => ({
    kind: 'open-read',
    path,
    async answer(asking): Promise<Outcome<WithCookies>> {
      const opened = await open(asking)
      return opened.ok ? done({ value: await answer(opened.value, asking), cookies: [] }) : opened
    },
  })

  return [
    openRead('/api/answer/:token', async ({ actor, found }) => ({
      ...found,
      case: { ...found.case, may: found.case.may.filter((move) => move !== NOT_BY_LINK) },
      me: { userId: actor.userId, name: actor.name, language: actor.language },
    })),
    // To hand it over, or to name who takes the first step.
    openRead('/api/answer/:token/sponsors', ({ actor, found }) => deps.sponsors(actor, found.case.ideaId)),
    openRead('/api/answer/:token/colleagues', (_opened, { query }) => deps.colleagues(query.get('q') ?? '')),
    {
      kind: 'post',
      path: '/api/answer/:token',
      async answer(asking, body) {
        const opened = await open(asking)
        if (!opened.ok) return opened
        const { link, actor } = opened.value
        const input = typeof body === 'object' && body !== null ? body : {}
        const asked = input as { escalationId?: unknown; answer?: unknown }
        if (asked.escalationId !== link.escalationId || asked.answer === NOT_BY_LINK) return over()
        const key = asking.headers['idempotency-key']
        // That no session stood behind it, the audit trail says for ever.
        const request = { actor: { ...actor, via: 'link' as const }, name: 'escalation.answer', input }
        const outcome = await deps.dispatch(typeof key === 'string' ? { ...request, key } : request)
        return outcome.ok ? done({ value: outcome.value, cookies: [] }) : outcome
      },
    },
  ]
}
