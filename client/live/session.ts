// Owns who is at this device: signing in, up and out, joining as a guest, and the connection that belongs to the person.
// It keeps no password and no token: the session is a cookie the page cannot read.

import type { BoardId, MeView, Role, UserId } from '../../shared/model.ts'
import { type Outcome, refuse } from '../../shared/outcome.ts'
import { invalidate, invalidateAll, sourceOf, useSource } from './api.ts'
import { commandQueue } from './command.ts'
import { forget, holdsUnsent } from './forget.ts'
import { call, isUnreached } from './http.ts'
import { amend, answerTo, forgetReads, readAgain, readAhead, readKey, type Source } from './reads.ts'
import { closeSocket, onEvent, onSocketUp, openSocket } from './socket.ts'
import { setLink } from './offline.ts'
import { browserShelf } from './shelf.ts'
import { createStore, useStore } from './store.ts'

const ME_KEY = 'kiem.me'
const NOBODY: MeView = { user: null, roles: [], guestBoardId: null, firstRun: false, unread: 0 }

/** Who was here last, so that local copies open without a network. Holds no secret. */
function rememberMe(me: MeView | null): void {
  try {
    if (me?.user) localStorage.setItem(ME_KEY, JSON.stringify(me))
    else localStorage.removeItem(ME_KEY)
  } catch {
    // Without storage there are no local copies to open either.
  }
}

function rememberedMe(): MeView | null {
  try {
    return JSON.parse(localStorage.getItem(ME_KEY) ?? 'null') as MeView | null
  } catch {
    return null
  }
}

let connectedAs: UserId | null = null
/** The session ended while this device held words the server does not have; they wait for their owner. */
const leftUnsent = createStore(false)

export const useLeftUnsent = (): boolean => useStore(leftUnsent)

/** One person, one connection: becoming somebody else closes the old one and wipes what they left. */
function connectAs(me: MeView): void {
  const userId = me.user?.userId ?? null
  if (userId === connectedAs) return
  const before = connectedAs ?? rememberedMe()?.user?.userId ?? null
  closeSocket()
  connectedAs = userId
  if (!userId) {
    // A session that merely ran out wipes nothing: this person may come back to what they wrote offline.
    commandQueue.detach(refuse('sign-in', 'signed-out'))
    if (before) leftUnsent.set(holdsUnsent(before))
    return
  }
  leftUnsent.set(false)
  if (before && before !== userId) {
    commandQueue.clear(refuse('sign-in', 'signed-out'))
    void forget(before)
  }
  rememberMe(me)
  // Without the script (offline) commands and reads still go by HTTP, and the next page tries again.
  openSocket().catch(() => setLink('down'))
  commandQueue.adopt(browserShelf(userId, localStorage))
}

const whoIsHere: Source<MeView> = {
  ...sourceOf<MeView>('me', '/api/me'),
  async ask(signal) {
    const outcome = await call<MeView>('GET', '/api/me', { signal })
    if (signal.aborted) return outcome
    const remembered = isUnreached(outcome) ? rememberedMe() : null
    const me = remembered ?? (outcome.ok ? outcome.value : null)
    if (!me) return outcome
    connectAs(me)
    return { ok: true, value: me }
  },
}

/** Ahead of the first view that wants to know. */
export function askWhoIsHere(): void {
  readAhead(whoIsHere)
}

export type Session =
  | { status: 'loading' }
  /** The server was never reached and nobody is remembered on this device. */
  | { status: 'unreachable'; retry: () => void }
  | { status: 'ready'; me: MeView }

/** Who is here, for the places that must cope with not knowing yet. */
export function useSession(): Session {
  const { data, isError, refetch } = useSource(whoIsHere)
  if (data) return { status: 'ready', me: data }
  if (isError) return { status: 'unreachable', retry: () => void refetch() }
  return { status: 'loading' }
}

/** Who is here, for everything drawn after the shell knows. */
export function useMe(): MeView {
  return useSource(whoIsHere).data ?? NOBODY
}

/** The signed-in person or guest; null when nobody is. */
export function useUser(): MeView['user'] {
  return useMe().user
}

export function useRoles(): ReadonlySet<Role> {
  return new Set(useMe().roles)
}

/** The person for code outside React (names of local copies, presence). */
export function currentUser(): MeView['user'] {
  return answerTo<MeView>(readKey(whoIsHere)).data?.user ?? null
}

/**
 * After any change of who is here: nothing cached for one person may be shown to the next. The question "who is here"
 * itself stays in the cache and is asked anew, because every view on screen listens to it.
 */
async function becomeCurrent(): Promise<void> {
  await readAgain(whoIsHere)
  forgetReads('me')
}

const AUTH_REASONS: Record<string, string> = {
  'invalid-email-or-password': 'wrong-password',
  'user-already-exists': 'email-taken',
  'user-already-exists-use-another-email': 'email-taken',
}

/** better-auth's words for a refusal, in ours. */
async function auth<T>(path: string, body: unknown): Promise<Outcome<T>> {
  const outcome = await call<T>('POST', `/api/auth/${path}`, { body })
  if (outcome.ok) return outcome
  return { ok: false, error: { ...outcome.error, reason: AUTH_REASONS[outcome.error.reason] ?? outcome.error.reason } }
}

async function then<T>(outcome: Outcome<T>): Promise<Outcome<T>> {
  if (outcome.ok) await becomeCurrent()
  return outcome
}

export async function signIn(input: { email: string; password: string }): Promise<Outcome<unknown>> {
  return then(await auth('sign-in/email', input))
}

export async function signUp(input: { name: string; email: string; password: string }): Promise<Outcome<unknown>> {
  return then(await auth('sign-up/email', input))
}

/** `everywhere` ends every session of this person. Local copies are wiped even when the server cannot be reached. */
export async function signOut(options: { everywhere?: boolean } = {}): Promise<Outcome<unknown>> {
  if (options.everywhere) {
    const ended = await auth('revoke-sessions', {})
    if (!ended.ok) return ended
  }
  // The server tells this page's own socket as well, before it answers: who leaves is known from here on.
  const userId = connectedAs
  isLeaving = true
  const outcome = await auth('sign-out', {})
  if (outcome.ok) await leave(userId)
  isLeaving = false
  return outcome
}

let isLeaving = false

/** Signing out now would lose something this person wrote. */
export function wouldLoseWords(): boolean {
  return connectedAs !== null && holdsUnsent(connectedAs)
}

async function leave(userId: UserId | null): Promise<void> {
  leftUnsent.set(false)
  closeSocket()
  connectedAs = null
  commandQueue.clear(refuse('sign-in', 'signed-out'))
  rememberMe(null)
  if (userId) await forget(userId)
  await becomeCurrent()
}

/** A guest types a code and a name; a signed-in member only the code. */
export async function join(code: string, name: string): Promise<Outcome<{ boardId: BoardId }>> {
  return then(await call<{ boardId: BoardId }>('POST', '/api/join', { body: { code, name } }))
}

onSocketUp((again) => {
  if (again) void invalidateAll()
})
// `*`: this node was cut off from the others, and nobody knows what was missed.
onEvent('stale', ({ topics }) => void (topics.includes('*') ? invalidateAll() : invalidate(topics)))
onEvent('inbox', ({ unread }) => {
  amend(whoIsHere, (me) => ({ ...me, unread }))
  void invalidate(['inbox'])
})
onEvent('signed-out', () => {
  // Ended from elsewhere: with words of theirs still here it is like a session that ran out. Whoever signs in next as
  // somebody else wipes them.
  if (isLeaving) return
  void (connectedAs && !holdsUnsent(connectedAs) ? leave(connectedAs) : becomeCurrent())
})
