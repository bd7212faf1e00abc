// Owns the one fetch of the client and turns every answer into an Outcome. Never throws for anything the network or the
// server may do: not reaching the server is the refusal `retry/offline`.

import type { Outcome, Refusal, RefusalKind } from '../../shared/outcome.ts'

/** Long enough for a slow conference network, short enough that nobody wonders. */
const ANSWER_WAIT_MS = 20_000

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Call {
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  waitMs?: number
}

const KIND_OF_STATUS: Record<number, RefusalKind> = {
  400: 'invalid',
  401: 'sign-in',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  415: 'unsupported-type',
  422: 'invalid',
  429: 'too-fast',
  502: 'retry',
  503: 'retry',
  504: 'retry',
}

function refusal(kind: RefusalKind, reason: string, message = reason): { ok: false; error: Refusal } {
  return { ok: false, error: { kind, reason, message } }
}

export const OFFLINE = refusal('retry', 'offline', 'the server could not be reached')

/** True for a refusal that says the request never got an answer, so that sending it again is the right thing. */
export function isUnreached(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && outcome.error.kind === 'retry' && outcome.error.reason === 'offline'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Reads our own `{ok, …}` bodies, better-auth's `{code, message}` and bare values alike. */
export function outcomeOf<T>(status: number, body: unknown): Outcome<T> {
  const success = status >= 200 && status < 300
  if (isRecord(body) && body.ok === true && 'value' in body) return { ok: true, value: body.value as T }
  if (isRecord(body) && body.ok === false && isRecord(body.error)) return body as unknown as Outcome<T>
  if (success) return { ok: true, value: body as T }
  const kind = KIND_OF_STATUS[status] ?? 'internal'
  const code = isRecord(body) && typeof body.code === 'string' ? body.code.toLowerCase().replaceAll('_', '-') : kind
  const message = isRecord(body) && typeof body.message === 'string' ? body.message : code
  return refusal(kind, code, message)
}

function encode(body: unknown, headers: Record<string, string>): BodyInit | undefined {
  if (body === undefined) return undefined
  if (body instanceof Blob || body instanceof FormData) return body
  headers['content-type'] = 'application/json'
  return JSON.stringify(body)
}

export async function call<T>(method: Method, path: string, options: Call = {}): Promise<Outcome<T>> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  const deadline = AbortSignal.timeout(options.waitMs ?? ANSWER_WAIT_MS)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      headers,
      body: encode(options.body, headers),
      credentials: 'same-origin',
      signal,
    })
    text = await response.text()
  } catch {
    return OFFLINE
  }
  let body: unknown = null
  try {
    body = text === '' ? null : JSON.parse(text)
  } catch {
    // A proxy's own page instead of our answer: the status still tells what it means.
    return response.ok ? refusal('internal', 'not-json') : outcomeOf(response.status, null)
  }
  return outcomeOf<T>(response.status, body)
}

/** An upload that tells how far it is, for photos, images and imports. `onProgress` gets 0…1. */
export function upload<T>(
  method: 'POST' | 'PUT',
  path: string,
  body: Blob | FormData,
  onProgress?: (share: number) => void,
): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.setRequestHeader('accept', 'application/json')
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total)
    })
    request.addEventListener('error', () => resolve(OFFLINE))
    request.addEventListener('abort', () => resolve(OFFLINE))
    request.addEventListener('load', () => resolve(outcomeOf<T>(request.status, parsed(request.responseText))))
    request.send(body)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
