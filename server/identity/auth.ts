// Owns how better-auth is set up: e-mail and password, single sign-on where configured, guests' sessions, cookies.
// Roles, profile and photo are ours (commands.ts); limits on signing in are ours too, because better-auth's own would
// shut out a room of people behind one address (STACK trap 4).

import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { genericOAuth } from 'better-auth/plugins'
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from '../../shared/limits.ts'
import type { UserId } from '../../shared/model.ts'
import type { Db } from '../platform/database/handle.ts'
import * as schema from '../platform/database/schema/accounts.ts'
import type { Log } from '../platform/log.ts'
import type { Passwords } from './passwords.ts'
import { personName } from './rules.ts'
import { beforeSigningIn, type SignInLimits } from './sign-in-limits.ts'

export interface AuthDeps {
  db: Db
  secret: string
  publicUrl: string | null
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null
  limits: SignInLimits
  passwords: Passwords
  log: Log
  newId(): string
  /** A new account is there: gives it its roles. */
  onAccount(userId: UserId): Promise<void>
  onSessionEnded(ended: { sessionId: string; userId: UserId }): void
  /** Somebody who was here as a guest has made, or opened, an account. `headers`: with the guest's cookie. */
  onGuestBecame(headers: Headers, account: { userId: UserId; isNew: boolean }): Promise<void>
}

export type Auth = ReturnType<typeof createAuth>

export const OIDC_PROVIDER = 'sso'
const DAY_MS = 86_400_000
/** A month of not coming by signs out; coming by once a day pushes it ahead. */
export const SESSION_LIFE_MS = 30 * DAY_MS
export const SESSION_RENEWED_AFTER_MS = DAY_MS

/** `__Host-`: bound to this very host and to https. A browser refuses that prefix over plain http. */
export function cookieNameFor(publicUrl: string | null): string {
  return isHttps(publicUrl) ? '__Host-kiem.session' : 'kiem.session'
}

export const isHttps = (publicUrl: string | null) => publicUrl?.startsWith('https:') ?? false

export function createAuth(deps: AuthDeps) {
  const https = isHttps(deps.publicUrl)
  return betterAuth({
    appName: 'Kiem',
    ...(deps.publicUrl === null ? {} : { baseURL: deps.publicUrl }),
    basePath: '/api/auth',
    secret: deps.secret,
    database: drizzleAdapter(deps.db, { provider: 'pg', schema, transaction: true }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_MIN_CHARS,
      maxPasswordLength: PASSWORD_MAX_CHARS,
      revokeSessionsOnPasswordReset: true,
      password: { hash: deps.passwords.hash },
    },
    session: {
      expiresIn: SESSION_LIFE_MS / 1000,
      updateAge: SESSION_RENEWED_AFTER_MS / 1000,
      cookieCache: { enabled: false }, // a revoked session must not live on in its own cookie
    },
    // Ours: profile.update and the photo, with their own rules; and nobody loses their account by a slip.
    disabledPaths: ['/update-user', '/change-email', '/delete-user', '/delete-user/callback', '/update-session'],
    rateLimit: { enabled: false },
    advanced: {
      useSecureCookies: false, // it would name the cookie; the name and the flag are set below
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: https, path: '/' },
      cookiePrefix: https ? '__Host-kiem' : 'kiem',
      cookies: { session_token: { name: cookieNameFor(deps.publicUrl) } },
      disableCSRFCheck: true, // the gateway has judged Origin before anything reaches us
      ipAddress: { disableIpTracking: true }, // nobody needs to know from where somebody signed in
      database: { generateId: () => deps.newId() },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      // Messages may carry addresses of people: only what went wrong is kept.
      log: (level, message, ...details) => {
        const err = details.find((detail) => detail instanceof Error)
        if (level === 'error') deps.log.error({ err, from: 'accounts' }, withoutAddresses(message))
      },
    },
    onAPIError: { throw: true },
    user: { additionalFields: { isAnonymous: { type: 'boolean', required: false, input: false } } },
    databaseHooks: {
      user: {
        create: {
          async before(user, ctx) {
            // An identity provider may know somebody without a name; the form may not leave it out.
            const fallback = ctx?.path === '/sign-up/email' ? '' : (user.email.split('@')[0] ?? '')
            const name = personName(user.name || fallback)
            if (!name.ok) {
              const code = `NAME_${name.error.reason}`.toUpperCase().replaceAll('-', '_')
              throw new APIError('BAD_REQUEST', { code, message: name.error.message })
            }
            // A picture's address from outside would be fetched by every colleague's browser.
            return { data: { ...user, name: name.value, image: null } }
          },
          async after(user) {
            if (user.isAnonymous !== true) await deps.onAccount(user.id as UserId)
          },
        },
      },
      session: {
        delete: {
          async after(session) {
            deps.onSessionEnded({ sessionId: session.id, userId: session.userId as UserId })
          },
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        await beforeSigningIn(deps.limits, ctx)
        if (ctx.path === '/sign-up/email') await deps.passwords.prepare((ctx.body as { password?: unknown })?.password)
      }),
      after: createAuthMiddleware(async (ctx) => {
        const opened = ctx.context.newSession
        if (!opened || !ctx.headers || opened.user.isAnonymous === true) return
        if (ctx.path === '/sign-in/email') deps.limits.forgive(String((ctx.body as { email?: unknown })?.email))
        const account = { userId: opened.user.id as UserId, isNew: ctx.path.startsWith('/sign-up') }
        await deps.onGuestBecame(ctx.headers, account)
      }),
    },
    plugins: deps.oidc ? [singleSignOn(deps.oidc)] : [],
  })
}

/** The provider is asked for its addresses when first needed: one that is away must not stop our start. */
function singleSignOn(oidc: NonNullable<AuthDeps['oidc']>) {
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
        scopes: ['openid', 'profile', 'email'],
        pkce: true,
      },
    ],
  })
}

function withoutAddresses(message: string): string {
  return message.replaceAll(/\S+@\S+/g, '(address)')
}
