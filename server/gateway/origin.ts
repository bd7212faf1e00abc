// Owns who may talk to us from inside a browser: the one test of Origin, for HTTP, Socket.IO and the raw upgrade
// (FAULTS F61, F62), and whose address a request comes from. It must never trust a header a stranger can write,
// unless the configuration says how many proxies wrote it.

import type { IncomingMessage } from 'node:http'

export interface OriginRules {
  /** The only allowed origin; null: the page must come from the host it asks (development, a trial at the office). */
  publicUrl: string | null
  trustProxyHops: number
}

export interface OriginChecks {
  /** For sockets: a browser always tells its origin, so no origin is a refusal too. */
  socketAllowed(request: IncomingMessage): boolean
  /** For unsafe HTTP methods: a program that is no browser sends neither header, and carries no one else's cookies. */
  unsafeAllowed(request: IncomingMessage): boolean
}

export function createOriginChecks(rules: OriginRules): OriginChecks {
  function own(origin: string, request: IncomingMessage): boolean {
    if (rules.publicUrl !== null) return origin === rules.publicUrl
    const host = /^https?:\/\/([^/@]+)$/.exec(origin)?.[1]
    return host !== undefined && host === hostOf(request, rules.trustProxyHops)
  }

  function sameSite(request: IncomingMessage): boolean {
    const site = request.headers['sec-fetch-site']
    return site === undefined || site === 'same-origin'
  }

  return {
    socketAllowed(request) {
      const { origin } = request.headers
      return origin !== undefined && sameSite(request) && own(origin, request)
    },
    unsafeAllowed(request) {
      const { origin } = request.headers
      return sameSite(request) && (origin === undefined || own(origin, request))
    },
  }
}

/** Host as the browser typed it: behind a trusted proxy the forwarded one. */
export function hostOf(request: IncomingMessage, trustProxyHops: number): string {
  const forwarded = trustProxyHops > 0 ? last(request.headers['x-forwarded-host']) : undefined
  return (forwarded ?? request.headers.host ?? '').toLowerCase()
}

/** `https` only when the socket is, or a trusted proxy says so. */
export function protocolOf(request: IncomingMessage, trustProxyHops: number): 'http' | 'https' {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return 'https'
  return trustProxyHops > 0 && last(request.headers['x-forwarded-proto']) === 'https' ? 'https' : 'http'
}

/**
 * The caller's address: the socket's, or, behind `trustProxyHops` proxies of ours, the one that the outermost of them
 * saw. Entries further left were written by the caller and are never believed (F66).
 */
export function addressOf(request: IncomingMessage, trustProxyHops: number): string {
  const own = request.socket.remoteAddress ?? 'unknown'
  if (trustProxyHops === 0) return plain(own)
  const chain = listed(request.headers['x-forwarded-for'])
  return plain(chain.at(-trustProxyHops) ?? chain[0] ?? own)
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
}

function listed(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function last(header: string | string[] | undefined): string | undefined {
  return listed(header).at(-1)
}
