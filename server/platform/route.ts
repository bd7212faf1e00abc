// Owns the shape in which a room offers something over HTTP beside commands: to read, to download, or to take in.
// compose.ts gathers all of them, so that one list names every path (the authorisation tests walk it). A route judges
// itself who may see what, and answers with an Outcome; a throw is answered by the gateway.

import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Outcome } from '../../shared/outcome.ts'
import type { Actor } from './command.ts'

export interface Asking {
  actor: Actor | null
  /** The `:names` of the path. */
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Whose address asks, for limits. */
  address: string
  /** Where this server is reached, without a slash at the end: for links to show. */
  origin: string
}

export type SignedIn = Asking & { actor: Actor }

/** A body on its way out. `filename`: offered for saving; else shown in place. */
export interface Sending {
  type: string
  body: string | Uint8Array | Readable | AsyncIterable<string | Uint8Array>
  filename?: string
  /** The bytes behind this exact address never change. */
  immutable?: boolean
}

/** What a route gives back when it also sets cookies (joining, refreshing a session). */
export interface WithCookies {
  value: unknown
  cookies: string[]
}

export type Route =
  | { kind: 'read'; path: string; answer: (asking: SignedIn) => Promise<Outcome<unknown>> }
  | { kind: 'open-read'; path: string; answer: (asking: Asking) => Promise<Outcome<WithCookies>> }
  | { kind: 'download'; path: string; answer: (asking: SignedIn) => Promise<Outcome<Sending>> }
  /** Elsewhere on this server: answers a path. */
  | { kind: 'forward'; path: string; answer: (asking: Asking) => Promise<Outcome<string>> }
  /** A small JSON body, without being a command. `anyBody`: of whatever type, because it is not read. */
  | {
      kind: 'post'
      path: string
      anyBody?: true
      answer: (asking: Asking, body: unknown) => Promise<Outcome<WithCookies>>
    }
  /** A file: at most `maxBytes`, refused before it is read when its length says so. */
  | {
      kind: 'upload'
      method: 'post' | 'put'
      path: string
      maxBytes: number
      answer: (asking: SignedIn, body: Readable) => Promise<Outcome<unknown>>
    }
