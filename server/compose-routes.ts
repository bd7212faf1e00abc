// Owns what is offered over HTTP beside commands: every path of the API is in this list. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import { IMAGE_MAX_BYTES } from '../shared/limits.ts'
import { allows } from '../shared/permissions.ts'
import { locate } from './boards/locate.ts'
import { markerFor } from './boards/marks.ts'
import { boardPlaces, boardRoutes, locateTogether } from './compose-boards.ts'
import { businessCaseRoutes } from './compose-estimates.ts'
import { goalRoutes } from './compose-goals.ts'
import { organisationRoutes } from './compose-organisation.ts'
import { caseRoutes } from './compose-cases.ts'
import { goalPromises, keptOf, outcomeRoutes } from './compose-outcomes.ts'
import { seatRoutes } from './compose-seats.ts'
import { roundRoutes } from './compose-votes.ts'
import type { Rooms } from './compose.ts'
import { listComments } from './discussion/reads.ts'
import { readImage, storeImage } from './documents/images.ts'
import { standingInOrganisation } from './gateway/dispatch.ts'
import { routeMakers } from './gateway/place-routes.ts'
import { type SyncTokens, syncTokenRoute } from './gateway/sync-token.ts'
import type { Ground } from './ground.ts'
import { listIdeas, readIdea } from './ideas/reads.ts'
import type { Identity } from './identity/index.ts'
import { identityRoutes } from './identity/routes.ts'
import { newId } from './platform/ids.ts'
import type { Route } from './platform/route.ts'
import { createSeating } from './seats/seating.ts'

export function wireRoutes(ground: Ground, parts: { identity: Identity; tokens: SyncTokens; rooms: Rooms }): Route[] {
  const { db } = ground
  const { identity, tokens, rooms } = parts
  const { ideaReads } = rooms
  const makers = routeMakers(db, locateTogether(boardPlaces(ground)), createSeating(db))
  const { read, forMembers, at, download, upload } = makers
  const comments = { markerFor, people: rooms.people }
  const images = { db, newId, locate }
  return [
    ...identityRoutes(db, identity, (actor) => allows('people.read', standingInOrganisation(actor))),
    syncTokenRoute(tokens),
    download('/api/images/:id', ({ actor, params }) => readImage(images, actor, params.id ?? '')),
    upload('post', '/api/ideas/:id/images', IMAGE_MAX_BYTES, ({ actor, params }, body) =>
      storeImage(images, actor, params.id ?? '', body),
    ),
    ...boardRoutes(ground, { at, read }),
    at('board', '/api/boards/:id/ideas', ({ actor, query }, place) =>
      listIdeas(db, actor, place, ideaReads, { removed: query.get('removed') === '1' }),
    ),
    at('idea', '/api/ideas/:id', ({ actor }, place) => readIdea(db, actor, place, ideaReads)),
    ...goalRoutes(ground, { at, forMembers }, goalPromises),
    ...businessCaseRoutes(ground, { at }, { ...rooms, kept: keptOf }),
    ...outcomeRoutes(ground, makers),
    ...caseRoutes(ground, makers),
    ...rooms.versions.routes,
    ...rooms.sessions.routes({ at, forMembers }),
    ...seatRoutes(ground, { at }),
    ...rooms.agenda.routes({ at, download }),
    ...roundRoutes(ground, { at, download }, ideaReads.settle),
    ...organisationRoutes(ground, { at }),
    at('idea', '/api/ideas/:id/comments', ({ actor }, place) => listComments(db, actor, place, comments)),
  ]
}
