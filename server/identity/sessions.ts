// Owns the answer to "who is asking?": from a cookie or bearer token to an Actor, in one query, remembered for a few
// seconds. Signing in and out is better-auth's; this only reads what it wrote. Must never answer from the input.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import type { Role, UserId } from '../../shared/model.ts'
import { ROLES } from '../../shared/model.ts'
import type { Actor } from '../platform/command.ts'
import type { Db } from '../platform/database/handle.ts'
import { profiles, session, spokenLanguage, user } from '../platform/database/schema/index.ts'
import { gather } from '../platform/gather.ts'

export interface Sessions {
  actorOf(headers: IncomingHttpHeaders): Promise<Actor | null>
  /** When the session of a request just asked about ends; null when that is not remembered. */
  endsAt(headers: IncomingHttpHeaders): number | null
  /**
   * The same for a session known by id, as sync tokens and live connections carry it: never from memory, because this is how
   * a node that nobody told finds out that a session is over (T6).
   */
  actorOfSession(sessionId: string): Promise<Actor | null>
  /** A session that was stored just now: whoever joins asks for the next thing at once. */
  begun(token: string, actor: Actor, endsAt: number): void
  /** What was remembered of a session or a person is asked for again. */
  forgetSession(sessionId: string): void
  forgetUser(userId: string): void
}

export interface SessionsDeps {
  db: Db
  secret: string
  cookieName: string
  nowMs(): number
  /** An account without any role: a sign-up that was cut short. Gives it its roles. */
  settle(userId: UserId): Promise<void>
}

/** Sign-out forgets at once, on every node that can be told; this bounds how long the others may believe a session (T6). */
const REMEMBERED_MS = 5_000
const REMEMBERED_MAX = 20_000

interface Known {
  actor: Actor
  endsAt: number
}
interface Remembered extends Known {
  until: number
}

export function createSessions(deps: SessionsDeps): Sessions {
  const known = new Map<string, Remembered>()
  const asking = new Map<string, Promise<Known | null>>()
  /** A socket asks with the same headers at every command: their signature is checked once, their session every time. */
  const tokens = new WeakMap<IncomingHttpHeaders, string | null>()

  function tokenIn(headers: IncomingHttpHeaders): string | null {
    const read = tokens.get(headers)
    if (read !== undefined) return read
    const token = tokenOf(headers, deps)
    tokens.set(headers, token)
    return token
  }

  function remember(key: string, found: Known): void {
    if (known.size >= REMEMBERED_MAX) forgetWhere((entry) => entry.until <= deps.nowMs())
    if (known.size < REMEMBERED_MAX) known.set(key, { ...found, until: deps.nowMs() + REMEMBERED_MS })
  }

  function forgetWhere(stale: (entry: Remembered) => boolean): void {
    for (const [key, entry] of known) if (stale(entry)) known.delete(key)
  }

  /** One question at a time per key: a storm of requests of one page costs one query. */
  async function find(key: string, ask: Ask): Promise<Actor | null> {
    const remembered = known.get(key)
    if (remembered && remembered.until > deps.nowMs()) return remembered.actor
    const running = asking.get(key)
    if (running) return (await running)?.actor ?? null
    const question = load(deps, ask)
    asking.set(key, question)
    try {
      const found = await question
      // Forgotten while we asked: the answer is of before, and must not be kept.
      if (found && asking.get(key) === question) remember(key, found)
      return found?.actor ?? null
    } finally {
      if (asking.get(key) === question) asking.delete(key)
    }
  }

  /** A whole board is judged at once when its rights change: its people's sessions are one query. */
  const byId = gather(async (ids: readonly string[]) => {
    const rows = new Map((await read(deps, inArray(session.id, [...new Set(ids)]))).map((row) => [row.sessionId, row]))
    return ids.map((id) => rows.get(id))
  })

  /** A room that votes in the same second is one query too. */
  const byToken = gather(async (tokens: readonly string[]) => {
    const found = await read(deps, inArray(session.token, [...new Set(tokens)]))
    const rows = new Map(found.map((row) => [row.token, row]))
    return tokens.map((token) => rows.get(token))
  })

  return {
    async actorOf(headers) {
      const token = tokenIn(headers)
      return token === null ? null : find(keyOf(token), () => byToken(token))
    },
    begun: (token, actor, endsAt) => remember(keyOf(token), { actor, endsAt }),
    endsAt: (headers) => known.get(keyOf(tokenIn(headers) ?? ''))?.endsAt ?? null,
    actorOfSession: async (sessionId) => (await load(deps, () => byId(sessionId)))?.actor ?? null,
    forgetSession(sessionId) {
      asking.clear()
      forgetWhere(({ actor }) => actor.sessionId === sessionId)
    },
    forgetUser(userId) {
      asking.clear()
      forgetWhere(({ actor }) => actor.userId === userId)
    },
  }
}

const keyOf = (token: string) => `token ${token}`

async function load(deps: SessionsDeps, ask: Ask): Promise<Known | null> {
  const row = await ask()
  if (!row) return null
  if (row.isAnonymous || row.roles.length > 0) return knownFrom(row)
  await deps.settle(row.userId as UserId)
  const settled = await ask()
  return settled ? knownFrom(settled) : null
}

type Row = Awaited<ReturnType<typeof read>>[number]
type Ask = () => Promise<Row | undefined>

function read(deps: SessionsDeps, where: SQL) {
  return deps.db
    .select({
      sessionId: session.id,
      token: session.token,
      expiresAt: session.expiresAt,
      userId: user.id,
      name: user.name,
      isAnonymous: user.isAnonymous,
      language: spokenLanguage,
      roles: sql<string[]>`array(select role from user_roles r where r.user_id = ${user.id})`,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(and(where, gt(session.expiresAt, new Date(deps.nowMs()))))
}

function knownFrom(row: Row): Known {
  return { actor: actorFrom(row), endsAt: row.expiresAt.getTime() }
}

function actorFrom(row: Row): Actor {
  const roles = row.isAnonymous ? [] : ROLES.filter((role) => row.roles.includes(role))
  return {
    userId: row.userId as UserId,
    sessionId: row.sessionId,
    name: row.name,
    kind: row.isAnonymous ? 'guest' : 'member',
    roles: new Set<Role>(roles),
    language: row.language,
  }
}

/** Long enough for any token, short enough that a stranger's header costs nothing. */
const TOKEN_MAX_CHARS = 200

function tokenOf(headers: IncomingHttpHeaders, deps: SessionsDeps): string | null {
  return bearerOf(headers) ?? cookieTokenOf(headers, deps)
}

function bearerOf(headers: IncomingHttpHeaders): string | null {
  const match = /^bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')
  const token = match?.[1]
  return token !== undefined && token.length <= TOKEN_MAX_CHARS ? token : null
}

/** better-auth's cookie is `token.signature`, signed with HMAC-SHA256 under the secret, URL-encoded. */
function cookieTokenOf(headers: IncomingHttpHeaders, { cookieName, secret }: SessionsDeps): string | null {
  const value = cookieValue(headers.cookie ?? '', cookieName)
  const dot = value.lastIndexOf('.')
  if (dot < 1 || value.length > TOKEN_MAX_CHARS) return null
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const right = createHmac('sha256', secret).update(token).digest()
  return given.length === right.length && timingSafeEqual(given, right) ? token : null
}

function cookieValue(header: string, name: string): string {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) {
      try {
        return decodeURIComponent(part.slice(at + 1).trim())
      } catch {
        return ''
      }
    }
  }
  return ''
}
