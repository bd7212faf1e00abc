// Owns what this room offers over HTTP beside commands. A guest learns nothing of the organisation here: to them its
// lists are not there (FAULTS F57).

import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { PHOTO_MAX_BYTES } from '../../shared/limits.ts'
import type { Actor } from '../platform/command.ts'
import type { Db } from '../platform/database/handle.ts'
import type { Route, SignedIn } from '../platform/route.ts'
import type { Identity } from './index.ts'
import { accountViews, colleagueViews, photoOf, sponsorViews } from './reads.ts'

const notThere = () => refuse('not-found', 'not-found', 'this does not exist, or is not for you to see')

export function identityRoutes(db: Db, identity: Identity, mayReadPeople: (actor: Actor) => boolean): Route[] {
  const forMembers = (path: string, answer: (asking: SignedIn) => Promise<Outcome<unknown>>): Route => ({
    kind: 'read',
    path,
    answer: async (asking) => (asking.actor.kind === 'guest' ? notThere() : answer(asking)),
  })

  return [
    { kind: 'open-read', path: '/api/me', answer: ({ actor, headers }) => identity.me(actor, headers) },
    {
      kind: 'open-read',
      path: '/api/sign-in-options',
      answer: async () => done({ value: identity.options, cookies: [] }),
    },
    { kind: 'post', path: '/api/join', answer: (asking, body) => identity.join(asking, body) },
    {
      kind: 'upload',
      method: 'put',
      path: '/api/me/photo',
      maxBytes: PHOTO_MAX_BYTES,
      answer: ({ actor }, body) => identity.takePhoto(actor, body),
    },
    {
      kind: 'download',
      path: '/api/people/:id/photo',
      answer: async ({ params }) => {
        const photo = await photoOf(db, params.id ?? '')
        return photo ? done({ type: photo.type, body: photo.bytes, immutable: true }) : notThere()
      },
    },
    forMembers('/api/people', async ({ actor }) =>
      mayReadPeople(actor)
        ? done(await accountViews(db))
        : refuse('forbidden', 'forbidden', 'only admins see this list'),
    ),
    forMembers('/api/sponsors', async () => done(await sponsorViews(db))),
    forMembers('/api/colleagues', async ({ query }) => done(await colleagueViews(db, query.get('q') ?? ''))),
  ]
}
