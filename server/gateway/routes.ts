// Owns serving the routes that rooms offer (platform/route.ts): who asks, the answer, and how it travels. It must never
// decide who may see what: each route answers with an Outcome.

import type { IncomingHttpHeaders } from 'node:http'
import { type Request, type Response, Router } from 'express'
import { pipeline } from 'node:stream/promises'
import { type Outcome, refuse, type Refusal } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import type { Asking, Route, Sending, SignedIn, WithCookies } from '../platform/route.ts'
import { answerRefusal, answerValue } from './answer.ts'

export interface RouterDeps {
  actorOf(headers: IncomingHttpHeaders): Promise<Actor | null>
  addressOf(request: Request): string
  originOf(request: Request): string
  /** A throw becomes a refusal: counted and logged, `retry` when the database is away. */
  refusalOf(error: unknown, where: string): Refusal
}

const SIGN_IN = refuse('sign-in', 'sign-in', 'sign in, or join the board, first').error

export function routesRouter(routes: readonly Route[], deps: RouterDeps): Router {
  const router = Router()
  for (const route of routes) {
    const method = route.kind === 'post' ? 'post' : route.kind === 'upload' ? route.method : 'get'
    router[method](route.path, (req, res) => {
      void serve(route, deps, req, res)
    })
  }
  return router
}

async function serve(route: Route, deps: RouterDeps, req: Request, res: Response): Promise<void> {
  try {
    const actor = await deps.actorOf(req.headers)
    const asking: Asking = {
      actor,
      params: paramsOf(req),
      query: new URL(req.originalUrl, 'http://any').searchParams,
      headers: req.headers,
      address: deps.addressOf(req),
      origin: deps.originOf(req),
    }
    if (route.kind === 'open-read') return answerWithCookies(res, await route.answer(asking))
    if (route.kind === 'forward') return answerForward(res, await route.answer(asking))
    if (route.kind === 'post') return answerWithCookies(res, await route.answer(asking, req.body))
    if (!actor) return answerRefusal(res, SIGN_IN)
    const known: SignedIn = { ...asking, actor }
    if (route.kind === 'read') return answerValue(res, await route.answer(known))
    if (route.kind === 'download') return await answerDownload(res, await route.answer(known))
    await takeUpload(route, known, req, res)
  } catch (error) {
    answerRefusal(res, deps.refusalOf(error, route.path))
  }
}

function paramsOf(req: Request): Record<string, string> {
  const params: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(req.params)) params[name] = Array.isArray(value) ? value.join('/') : value
  return params
}

function answerWithCookies(res: Response, outcome: Outcome<WithCookies>): void {
  if (!outcome.ok) return answerRefusal(res, outcome.error)
  for (const cookie of outcome.value.cookies) res.append('Set-Cookie', cookie)
  answerValue(res, { ok: true, value: outcome.value.value })
}

function answerForward(res: Response, outcome: Outcome<string>): void {
  if (!outcome.ok) return answerRefusal(res, outcome.error)
  res.set('Cache-Control', 'private, no-cache').redirect(303, outcome.value)
}

async function answerDownload(res: Response, outcome: Outcome<Sending>): Promise<void> {
  if (!outcome.ok) return answerRefusal(res, outcome.error)
  const { type, body, filename, immutable } = outcome.value
  res.set('Content-Type', type)
  // Whatever its bytes are, a file of somebody's must never become a page of ours (F99).
  res.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
  res.set('Cache-Control', immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache')
  if (filename !== undefined) res.attachment(filename).set('Content-Type', type)
  if (typeof body === 'string' || body instanceof Uint8Array) {
    res.send(typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength))
    return
  }
  await pipeline(body, res).catch((error: unknown) => {
    // The receiver left: nobody is there to be told, and nothing is wrong here.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
  })
}

async function takeUpload(
  route: Extract<Route, { kind: 'upload' }>,
  asking: SignedIn,
  req: Request,
  res: Response,
): Promise<void> {
  const length = Number(req.headers['content-length'] ?? 0)
  const outcome =
    length > route.maxBytes
      ? refuse('too-large', 'file-too-large', `at most ${route.maxBytes} bytes`, { limit: route.maxBytes })
      : await route.answer(asking, req)
  // What was not read would be taken for the connection's next request.
  if (!req.readableEnded) res.set('Connection', 'close')
  answerValue(res, outcome)
  if (!req.readableEnded) req.unpipe().resume()
}
