// Owns the commonest kinds of route, so that finding a place and hiding it are written once: for everybody with a
// session, for members alone, and about one board or idea.

import type { Readable } from 'node:stream'
import { type Outcome, refuse } from '../../shared/outcome.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import type { Route, Sending, SignedIn } from '../platform/route.ts'
import type { Locate } from './dispatch.ts'

type Answer<T> = (asking: SignedIn) => Promise<Outcome<T>>
type Placed = 'board' | 'idea' | 'round' | 'escalation'
type PlacedAnswer<T> = (asking: SignedIn, place: Place) => Promise<Outcome<T>>

export interface RouteMakers {
  read(path: string, answer: Answer<unknown>): Route
  /** To a guest these are not there (FAULTS F57). */
  forMembers(path: string, answer: Answer<unknown>): Route
  /** The path's `:id` is a board's, an idea's, a round's or a case's. The answer still judges whether this person may see it. */
  at(scope: Placed, path: string, answer: PlacedAnswer<unknown>): Route
  download(path: string, answer: Answer<Sending>): Route
  upload(method: 'post' | 'put', path: string, maxBytes: number, answer: Uploading): Route
}

type Uploading = (asking: SignedIn, body: Readable) => Promise<Outcome<unknown>>

/** Not there, not on this device, or not any more: one answer. */
export const noSuchSeat = () => refuse('not-found', 'no-such-seat', 'this seat is not on your device')

const notThere = () => refuse('not-found', 'not-found', 'this does not exist, or is not for you to see')

/** `seatOf`: whom somebody asks for who says `?seat=`; null: it is not theirs. */
export function routeMakers(
  reader: Reader,
  locate: Locate,
  seatOf: (holder: Actor, seat: string) => Promise<Actor | null>,
): RouteMakers {
  const placed =
    <T>(scope: Placed, answer: PlacedAnswer<T>): Answer<T> =>
    async (asking) => {
      const seat = asking.query.get('seat')
      const actor = seat === null ? asking.actor : await seatOf(asking.actor, seat)
      if (!actor) return noSuchSeat()
      const place = await locate(reader, actor, scope, asking.params.id ?? '')
      return place ? answer({ ...asking, actor }, place) : notThere()
    }
  return {
    read: (path, answer) => ({ kind: 'read', path, answer }),
    forMembers: (path, answer) => ({
      kind: 'read',
      path,
      answer: async (asking) => (asking.actor.kind === 'guest' ? notThere() : answer(asking)),
    }),
    at: (scope, path, answer) => ({ kind: 'read', path, answer: placed(scope, answer) }),
    download: (path, answer) => ({ kind: 'download', path, answer }),
    upload: (method, path, maxBytes, answer) => ({ kind: 'upload', method, path, maxBytes, answer }),
  }
}
