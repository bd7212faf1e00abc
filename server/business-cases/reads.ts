// Owns the answers about business cases and signatures. On an anonymous board an estimate has no name, and whose an idea is its
// author alone is told; fail closed.

import type { Calibration, Estimate } from '../../shared/business-case.ts'
import type { BusinessCaseView, SignatureView } from '../../shared/business-case-views.ts'
import type { BoardId, PersonView, UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import { inTheWay } from '../../shared/permitted-now.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { combine, estimateSubject } from './rules.ts'
import * as store from './store.ts'

export interface BusinessCaseReadDeps {
  people(reader: Reader, ids: readonly UserId[], viewer: Pick<Actor, 'kind'> | null): Promise<Map<UserId, PersonView>>
  markerFor(reader: Reader, boardId: BoardId): Promise<((subjectId: string, userId: UserId) => Uint8Array) | null>
  /** What a day of work costs the organisation, in whole euros. */
  dayRate(reader: Reader): Promise<number>
  /** How far its estimates usually are off; null until enough outcomes are closed. */
  calibration(reader: Reader): Promise<Calibration | null>
}

/** GET /api/ideas/<id>/business-case; also for the sponsor who is asked. */
export async function businessCaseView(
  reader: Reader,
  actor: Actor,
  place: Place,
  deps: BusinessCaseReadDeps,
): Promise<Outcome<BusinessCaseView>> {
  const { ideaId } = place
  if (!ideaId || !mayRead(place) || (await isGone(reader, place))) return notThere()
  const rows = await store.estimatesOf(reader, ideaId)
  const named = place.naming === 'named'
  const authors = named ? rows.flatMap(({ authorId }) => (authorId === null ? [] : [authorId as UserId])) : []
  const people = await deps.people(reader, authors, actor)
  const marker = named ? null : await deps.markerFor(reader, place.boardId)
  const mark = marker?.(estimateSubject(ideaId), actor.userId)
  const isMine = (row: (typeof rows)[number]) =>
    named
      ? row.authorId === actor.userId
      : mark !== undefined && row.authorMark !== null && Buffer.compare(row.authorMark, mark) === 0
  const dayRate = await deps.dayRate(reader)
  return done({
    ...(await store.caseOf(reader, ideaId)),
    estimates: rows.map((row) => ({
      ...figuresOf(row),
      basis: row.basis,
      by: named ? (people.get(row.authorId as UserId) ?? null) : null,
      mine: isMine(row),
    })),
    combined: combine(rows.map(figuresOf), dayRate),
    dayRate,
    calibration: await deps.calibration(reader),
    mayWrite: allows('case.write', place.standing) && !inTheWay(place, 'case.write'),
  })
}

/** GET /api/ideas/<id>/signature */
export async function signatureView(
  reader: Reader,
  actor: Actor,
  place: Place,
  deps: Pick<BusinessCaseReadDeps, 'people'>,
): Promise<Outcome<SignatureView>> {
  if (!place.ideaId || !mayRead(place) || (await isGone(reader, place))) return notThere()
  const row = await store.signatureOf(reader, place.ideaId)
  if (!row) return notThere()
  if (place.naming === 'named') return done({ asked: null, signed: null, mayAsk: false, maySign: false })
  const signedBy = row.signedAt === null ? null : (row.authorId as UserId | null)
  const askedBy = row.askedBy as UserId | null
  const shown = [signedBy, askedBy].filter((id) => id !== null)
  const people = await deps.people(reader, shown, actor)
  const person = (id: UserId | null) => (id === null ? null : (people.get(id) ?? null))
  const may = (permission: 'idea.ask-name' | 'idea.sign') =>
    row.signedAt === null && allows(permission, place.standing) && !inTheWay(place, permission)
  return done({
    asked: row.askedAt === null ? null : { by: person(askedBy), at: row.askedAt.getTime() },
    signed: row.signedAt === null ? null : { by: person(signedBy), at: row.signedAt.getTime() },
    mayAsk: row.askedAt === null && may('idea.ask-name'),
    maySign: may('idea.sign'),
  })
}

/** The sponsor who is asked knows of this one idea, wherever it stands. */
export const mayRead = ({ standing }: Pick<Place, 'standing'>) =>
  allows('board.read', standing) || standing.has('addressed')

/** A removed idea is there only for those who may bring it back. */
export async function isGone(reader: Reader, { ideaId, standing }: Place): Promise<boolean> {
  const row = ideaId && (await store.signatureOf(reader, ideaId))
  return !row || (row.removedAt !== null && !allows('idea.remove', standing))
}

function figuresOf({ valueLow, valueHigh, costOnce, costYearly, workDays, confidence }: Estimate): Estimate {
  return { valueLow, valueHigh, costOnce, costYearly, workDays, confidence }
}
