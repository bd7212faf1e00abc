// Owns the HTTP door: headers of safety, origin, body limits, and which path leads where. It must never answer with a
// stack trace or a page of the framework's: what is not ours is a JSON refusal under /api, else the client's page.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { COMMAND_BODY_MAX_BYTES, PUBLISHED_LIMITS } from '../../shared/limits.ts'
import { refuse } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import type { Route } from '../platform/route.ts'
import { answerOutcome, answerRefusal, answerValue } from './answer.ts'
import type { Dispatch } from './dispatch.ts'
import { openApi } from './openapi.ts'
import { addressOf, hostOf, type OriginChecks, protocolOf } from './origin.ts'
import { type RouterDeps, routesRouter } from './routes.ts'
import { staticClient } from './static.ts'

export interface HttpDeps {
  publicUrl: string | null
  /** Where an operator set another number of places than the usual one. */
  syncSocketsPerDocument: number | null
  trustProxyHops: number
  metricsToken: string | null
  clientDir: string
  origins: OriginChecks
  dispatch: Dispatch
  actorOf(headers: IncomingHttpHeaders): Promise<Actor | null>
  /** better-auth, mounted before any body is parsed. */
  auth: RequestHandler
  routes: readonly Route[]
  /** Null when everything needed is there, else what is missing. */
  notReady(): Promise<string | null>
  metrics(): Promise<{ type: string; text: string }>
  refusalOf: RouterDeps['refusalOf']
}

export const ADDRESS_HEADER = 'x-kiem-address'
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

export function createHttp(deps: HttpDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', deps.trustProxyHops)
  app.set('query parser', 'simple')
  app.use(safetyHeaders(deps.publicUrl?.startsWith('https:') ?? false))

  app.get('/healthz', (_req, res) => void res.type('text').send('ok'))
  app.get('/readyz', async (_req, res) => {
    const missing = await deps.notReady()
    res
      .status(missing === null ? 200 : 503)
      .type('text')
      .send(missing ?? 'ready')
  })
  app.get('/metrics', onlyMeters(deps), async (_req, res) => {
    const { type, text } = await deps.metrics()
    res.set('Content-Type', type).send(text)
  })

  app.use('/api', ownOriginOnly(deps.origins))
  // better-auth reads a body of any size by itself; handed over as text it has our limit (F96).
  const limited = express.text({ type: () => true, limit: COMMAND_BODY_MAX_BYTES })
  app.all('/api/auth/*splat', limited, withAddress(deps.trustProxyHops), deps.auth)
  const places = deps.syncSocketsPerDocument ?? PUBLISHED_LIMITS.SYNC_SOCKETS_MAX_PER_DOCUMENT
  const limits = { ...PUBLISHED_LIMITS, SYNC_SOCKETS_MAX_PER_DOCUMENT: places }
  app.get('/api/limits', (_req, res) => answerValue(res, { ok: true, value: limits }))
  app.get('/api/openapi.json', (_req, res) => answerValue(res, { ok: true, value: openApi(deps.routes) }))

  const jsonBodies: RequestHandler[] = [jsonOnly, express.json({ limit: COMMAND_BODY_MAX_BYTES, strict: false })]
  app.post('/api/commands/:name', ...jsonBodies, async (req, res) => {
    const actor = await deps.actorOf(req.headers)
    const key = req.get('idempotency-key')
    const request = { actor, name: req.params.name, input: req.body as unknown }
    answerOutcome(res, await deps.dispatch(key === undefined ? request : { ...request, key }))
  })
  const posts = deps.routes.filter((route) => route.kind === 'post' && !route.anyBody).map((route) => route.path)
  if (posts.length > 0) app.post(posts, ...jsonBodies)
  const hops = deps.trustProxyHops
  const originOf = (req: IncomingMessage) => deps.publicUrl ?? `${protocolOf(req, hops)}://${hostOf(req, hops)}`
  app.use(routesRouter(deps.routes, { ...deps, originOf, addressOf: (req) => addressOf(req, hops) }))

  app.use('/api', (_req, res) => answerRefusal(res, refuse('not-found', 'no-such-path', 'there is nothing here').error))
  app.use(staticClient(deps.clientDir))
  app.use((_req, res) => void res.status(404).type('text').send('There is nothing here.'))
  app.use(lastResort(deps))
  return app
}

function safetyHeaders(https: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Mantine sets styles from scripts; style can not run anything.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    // Browsers heed these two over https alone, and complain otherwise.
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Over plain http (a trial at the office) a promise of https would lock people out.
    strictTransportSecurity: https,
  })
}

/** SameSite cookies, this check and JSON bodies are three walls against other people's pages (FAULTS F61). */
function ownOriginOnly(origins: OriginChecks): RequestHandler {
  return (req, res, next) => {
    if (SAFE_METHODS.has(req.method) || carriesToken(req) || origins.unsafeAllowed(req)) return next()
    answerRefusal(res, refuse('forbidden', 'foreign-origin', 'this request comes from another site').error)
  }
}

/** A token is shown on purpose, where a cookie rides along: no page of others can make a browser send one. */
function carriesToken(req: IncomingMessage): boolean {
  return /^bearer /i.test(req.headers.authorization ?? '') && req.headers.cookie === undefined
}

const jsonOnly: RequestHandler = (req, res, next) => {
  if (req.is('application/json')) return next()
  answerRefusal(res, refuse('unsupported-type', 'json-only', 'send JSON, with content-type application/json').error)
}

/** Accounts are limited by address; theirs is the one we saw, whatever the caller wrote into the header. */
function withAddress(trustProxyHops: number): RequestHandler {
  return (req, _res, next) => {
    req.headers[ADDRESS_HEADER] = addressOf(req, trustProxyHops)
    next()
  }
}

const LOOPBACK = /^(::1|127\.\d+\.\d+\.\d+)$/

function onlyMeters({ metricsToken }: HttpDeps): RequestHandler {
  return (req, res, next) => {
    const allowed =
      metricsToken === null
        ? LOOPBACK.test(addressOf(req, 0)) && req.headers['x-forwarded-for'] === undefined
        : req.get('authorization') === `Bearer ${metricsToken}`
    if (allowed) return next()
    res.status(403).type('text').send('Metrics need METRICS_TOKEN as a bearer token.')
  }
}

/** Errors of the body parsers carry a status and a type; everything else is ours to find. */
function lastResort(deps: HttpDeps): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined
    if (type === 'entity.too.large') {
      const limit = COMMAND_BODY_MAX_BYTES
      return answerRefusal(res, refuse('too-large', 'body-too-large', `at most ${limit} bytes`, { limit }).error)
    }
    if (type === 'entity.parse.failed') return answerRefusal(res, refuse('invalid', 'not-json').error)
    if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
      return answerRefusal(res, refuse('unsupported-type', 'unknown-encoding').error)
    }
    if (type === 'request.aborted') return void res.destroy()
    if (error instanceof URIError) return answerRefusal(res, refuse('invalid', 'bad-path').error)
    answerRefusal(res, deps.refusalOf(error, req.path))
  }
}
