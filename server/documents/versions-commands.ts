// Owns what people do to versions: keep one under a name, bring one back, remove one. The edit itself is made after the
// commit (versions.ts), because a live document cannot be written from inside a transaction.

import type { VersionId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import * as limits from '../../shared/limits.ts'
import { type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import { keepVersion } from './versions-keep.ts'
import * as store from './versions-store.ts'

export interface VersionDeps {
  enqueue: Enqueue
  newId: () => string
}

const noSuchVersion = () => refuse('not-found', 'no-such-version', 'this version is not there any more')

export function versionCommands({
  enqueue,
  newId,
}: VersionDeps): Pick<Handlers, 'version.name' | 'version.restore' | 'version.remove'> {
  return {
    /** Refuses: nothing-yet, no-such-version, version-too-large, too-many-versions, versions-too-large. */
    async 'version.name'(context, { document, name, versionId }): Promise<Outcome<{ versionId: VersionId }>> {
      const { tx, actor, now } = context
      const anonymous = placeOf(context).naming === 'anonymous'
      const namedBy = anonymous ? null : actor.userId
      if (versionId !== undefined) {
        await store.lockVersions(tx, document)
        const there = await store.versionsOf(tx, document)
        const version = there.find((one) => one.versionId === versionId)
        if (!version) return noSuchVersion()
        const named = there.filter((one) => one.name !== null)
        if (version.name === null && named.length >= limits.VERSIONS_NAMED_MAX) {
          return refuse('conflict', 'too-many-versions', `at most ${limits.VERSIONS_NAMED_MAX}; remove one`, {
            limit: limits.VERSIONS_NAMED_MAX,
          })
        }
        await store.updateVersion(tx, versionId, { name, namedBy })
        return done({ versionId })
      }
      const kept = await keepVersion(tx, { document, at: now, newId, name, namedBy, anonymous })
      return kept.ok ? done({ versionId: kept.value }) : kept
    },

    /** Refuses: no-such-version, nothing-yet, version-too-large. */
    async 'version.restore'(context, { document, versionId }): Promise<Outcome<{ before: VersionId }>> {
      const { tx, actor, now } = context
      const place = placeOf(context)
      const anonymous = place.naming === 'anonymous'
      if ((await store.stateOf(tx, document, versionId)) === null) return noSuchVersion()
      const before = await keepVersion(tx, { document, at: now, newId, name: null, namedBy: null, anonymous })
      if (!before.ok) return before
      // What was brought back may have been crowded out by what was kept for it: it was then as good as the same.
      const userId = anonymous ? null : actor.userId
      await enqueue(tx, 'version.restored', place.boardId, { document, versionId, before: before.value, userId })
      return done({ before: before.value })
    },

    /** Again is harmless: what is gone stays gone. */
    async 'version.remove'({ tx }, { document, versionId }) {
      if ((await store.stateOf(tx, document, versionId)) === null) return noSuchVersion()
      await store.removeVersions(tx, [versionId])
      return done({})
    },
  }
}
