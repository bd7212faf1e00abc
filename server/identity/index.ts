// Owns putting the parts of this room together: who is asking, how they came to be somebody, and what is told of people.

import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { toNodeHandler } from 'better-auth/node'
import {
  JOINS_MAX_PER_ADDRESS_PER_MINUTE,
  SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE,
  SIGN_INS_MAX_PER_ADDRESS_PER_MINUTE,
  WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE,
} from '../../shared/limits.ts'
import type { MeView, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Actor, Enqueue } from '../platform/command.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import type { Log } from '../platform/log.ts'
import {
  type AuthDeps,
  cookieNameFor,
  createAuth,
  isHttps,
  OIDC_PROVIDER,
  SESSION_LIFE_MS,
  SESSION_RENEWED_AFTER_MS,
} from './auth.ts'
import { createCodeGate, WRONG_CODES_HARD, type WrongCodes } from './code-gate.ts'
import { announceFace } from './commands.ts'
import { createJoin, type Join, type JoinDeps } from './join.ts'
import { createPasswords } from './passwords.ts'
import { readPhoto } from './photo.ts'
import { meView, NOBODY } from './reads.ts'
import { isFirstRun, settleRoles } from './roles.ts'
import { sessionCookie } from './session-cookie.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { type Counter, createSignInLimits } from './sign-in-limits.ts'
import { boardsOf, passToAccount, savePhoto } from './store.ts'
import { createTurnstile } from './turnstile.ts'

const MINUTE_MS = 60_000
/** A few milliseconds each; more at once would only wait for the database together. */
const JOINING_AT_ONCE = 6
/** Hashing a password keeps a processor busy for a tenth of a second, and Node has four threads for it and for files. */
const HASHING_AT_ONCE = 3
const HASHES = /\/sign-(?:in|up)\/email(?:$|\?)/

export interface IdentityDeps extends Pick<JoinDeps, 'boardByCode' | 'admit'> {
  db: Db
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  enqueue: Enqueue
  secret: string
  publicUrl: string | null
  oidc: AuthDeps['oidc']
  /** Token buckets: so many at once, refilled with `refill` per `perMs`. */
  buckets(capacity: number, perMs: number, refill?: number): Counter & WrongCodes
  log: Log
  newId(): string
  now(): Date
  unread(userId: UserId): Promise<number>
  /** What the organisation knows of a new account. */
  welcome(tx: Tx, userId: UserId): Promise<void>
  /** A session is over: its live connections must end. */
  onSessionEnded(ended: { sessionId: string; userId: UserId }): void
}

export interface Identity {
  sessions: Sessions
  /** better-auth's own paths, for the gateway to mount. */
  handler: ReturnType<typeof toNodeHandler>
  join: Join
  /** GET /api/sign-in-options: which buttons the sign-in page has. */
  options: { password: true; singleSignOn: { provider: string; name: string } | null }
  /** GET /api/me, with the cookies of a session that was prolonged. */
  me(actor: Actor | null, headers: IncomingHttpHeaders): Promise<Outcome<{ value: MeView; cookies: string[] }>>
  takePhoto(actor: Actor, body: Readable): Promise<Outcome<{ image: string }>>
}

export function createIdentity(deps: IdentityDeps): Identity {
  const nowMs = () => deps.now().getTime()
  const sessions = createSessions({
    db: deps.db,
    secret: deps.secret,
    cookieName: cookieNameFor(deps.publicUrl),
    nowMs,
    settle: (userId) => deps.transaction((tx) => settleRoles(tx, userId)),
  })
  const passwords = createPasswords()
  const auth = createAuth({
    ...deps,
    passwords,
    limits: createSignInLimits({
      account: deps.buckets(SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE, MINUTE_MS),
      address: deps.buckets(SIGN_INS_MAX_PER_ADDRESS_PER_MINUTE, MINUTE_MS),
    }),
    onAccount: async (userId) => {
      await deps.transaction(async (tx) => {
        await settleRoles(tx, userId)
        await deps.welcome(tx, userId)
      })
    },
    onSessionEnded(ended) {
      sessions.forgetSession(ended.sessionId)
      deps.onSessionEnded(ended)
    },
    async onGuestBecame(headers, account) {
      const before = await sessions.actorOf(Object.fromEntries(headers))
      if (before?.kind !== 'guest' || before.userId === account.userId) return
      await deps.transaction(async (tx) => {
        const boards = await boardsOf(tx, before.userId)
        await passToAccount(tx, before.userId, account.userId)
        await announceFace(tx, deps.enqueue, account.userId)
        for (const boardId of boards) await deps.enqueue(tx, 'people.changed', boardId, { boardId })
      })
      sessions.forgetUser(before.userId)
      deps.onSessionEnded({ sessionId: before.sessionId, userId: before.userId })
    },
  })
  const serveAuth = toNodeHandler(auth)
  const joining = createTurnstile(JOINING_AT_ONCE)
  const hashing = createTurnstile(HASHING_AT_ONCE)
  let someoneIsHere = false

  const join = createJoin({
    ...deps,
    gate: createCodeGate({
      joins: deps.buckets(JOINS_MAX_PER_ADDRESS_PER_MINUTE, MINUTE_MS),
      wrongCodes: deps.buckets(WRONG_CODES_HARD, MINUTE_MS, WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE),
      nowMs,
    }),
    boardsOf: (userId) => boardsOf(deps.db, userId),
    sessionLifeMs: SESSION_LIFE_MS,
    begun: sessions.begun,
    cookieOf: (token) =>
      sessionCookie({
        name: cookieNameFor(deps.publicUrl),
        token,
        secret: deps.secret,
        lifeMs: SESSION_LIFE_MS,
        https: isHttps(deps.publicUrl),
      }),
    forgetUser: (userId) => sessions.forgetUser(userId),
  })

  return {
    sessions,
    handler: (req, res) => {
      const serve = () => passwords.around(() => serveAuth(req, res))
      return HASHES.test(req.url ?? '') ? hashing.pass(serve) : serve()
    },
    join: (who, body) => joining.pass(() => join(who, body)),
    options: { password: true, singleSignOn: deps.oidc && { provider: OIDC_PROVIDER, name: deps.oidc.name } },

    async me(actor, headers) {
      if (!actor) {
        someoneIsHere ||= !(await isFirstRun(deps.db))
        return done({ value: { ...NOBODY, firstRun: !someoneIsHere, roles: [] }, cookies: [] })
      }
      const unread = actor.kind === 'guest' ? 0 : await deps.unread(actor.userId)
      const value = await meView(deps.db, actor.userId, unread)
      if (!value) return refuse('sign-in', 'sign-in')
      return done({ value, cookies: await prolong(headers) })
    },

    async takePhoto(actor, body) {
      const photo = await readPhoto(body)
      if (!photo.ok) return photo
      const image = await deps.transaction(async (tx) => {
        const path = await savePhoto(tx, actor.userId, photo.value, deps.now())
        await announceFace(tx, deps.enqueue, actor.userId)
        return path
      })
      return done({ image })
    },
  }

  /** better-auth pushes a session's end ahead once a day, and then wants its cookie renewed. */
  async function prolong(headers: IncomingHttpHeaders): Promise<string[]> {
    const endsAt = sessions.endsAt(headers)
    const fresh = endsAt === null || endsAt - nowMs() > SESSION_LIFE_MS - SESSION_RENEWED_AFTER_MS
    if (headers.cookie === undefined || fresh) return []
    const asked = { headers: new Headers({ cookie: headers.cookie }), returnHeaders: true } as const
    return (await auth.api.getSession(asked)).headers.getSetCookie()
  }
}
