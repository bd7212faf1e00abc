// Owns how an Outcome leaves by HTTP: status, body, and the headers every answer of the API carries.

import type { Response } from 'express'
import { type Outcome, type Refusal, REFUSAL_KINDS } from '../../shared/outcome.ts'

/** A command's answer: the whole Outcome, as over Socket.IO. */
export function answerOutcome(res: Response, outcome: Outcome<unknown>): void {
  if (!outcome.ok) return answerRefusal(res, outcome.error)
  freshOnly(res).json({ ok: true, value: outcome.value })
}

/** A read's answer: the bare value. */
export function answerValue(res: Response, outcome: Outcome<unknown>): void {
  if (!outcome.ok) return answerRefusal(res, outcome.error)
  freshOnly(res).json(outcome.value)
}

export function answerRefusal(res: Response, error: Refusal): void {
  if (res.headersSent) {
    res.destroy() // half an answer must not look like a whole one
    return
  }
  if (error.retryAfterMs !== undefined) res.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)))
  freshOnly(res).status(REFUSAL_KINDS[error.kind].status).json({ ok: false, error })
}

/** Personal, and asked for again each time; an unchanged answer then costs a 304. */
function freshOnly(res: Response): Response {
  if (!res.hasHeader('Cache-Control')) res.set('Cache-Control', 'private, no-cache')
  return res
}
