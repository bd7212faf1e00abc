// Owns the addresses at which versions are read. A document one may not read and one that is not there are answered alike.

import { notThere } from '../../shared/outcome.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import type { Route } from '../platform/route.ts'
import { listVersions, readVersion, type VersionReadDeps } from './versions-reads.ts'

export interface VersionRouteDeps extends VersionReadDeps {
  db: Reader
  placeOf(actor: Actor, document: string): Promise<Place | null>
}

export function versionRoutes(deps: VersionRouteDeps): Route[] {
  const { db, placeOf } = deps
  return [
    {
      kind: 'read',
      path: '/api/documents/:name/versions',
      async answer({ actor, params: { name = '' } }) {
        const place = await placeOf(actor, name)
        return place ? listVersions(db, actor, place, name, deps) : notThere()
      },
    },
    {
      kind: 'read',
      path: '/api/documents/:name/versions/:version',
      async answer({ actor, params: { name = '', version = '' } }) {
        const place = await placeOf(actor, name)
        return place ? readVersion(db, place, { name, version }, deps) : notThere()
      },
    },
  ]
}
