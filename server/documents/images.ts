// Owns the images of proposals: taken in once, typed by their bytes, stored in the database, shown only to those who may
// read the idea's board. Nothing is kept of who sent one.

import { count, eq, sql } from 'drizzle-orm'
import { IMAGES_MAX_PER_IDEA, IMAGE_MAX_BYTES } from '../../shared/limits.ts'
import type { IdeaId, ImageId } from '../../shared/model.ts'
import { type Outcome, done, notThere, refuse } from '../../shared/outcome.ts'
import { OPEN_IN_ARCHIVE, allows } from '../../shared/permissions.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Db, Reader } from '../platform/database/handle.ts'
import { ideas, images } from '../platform/database/schema/index.ts'
import { withoutMetadata } from './image-metadata.ts'
import { imageTooLarge, judgeImage } from './image-type.ts'

export { IMAGE_MAX_BYTES } from '../../shared/limits.ts'

export interface ImageDeps {
  db: Db
  newId: () => string
  /** Where an idea is and how this person stands there; null when it is not there. */
  locate(reader: Reader, actor: Actor, scope: 'idea', ideaId: string): Promise<Place | null>
}

export interface StoredImage {
  imageId: ImageId
  url: string
  width: number
  height: number
}

/**
 * POST /api/ideas/<id>/images, the file as the body.
 * Refuses: not-found, board-archived, idea-removed, image-too-large, not-an-image, image-too-many-pixels, too-many-images.
 */
export async function storeImage(
  deps: ImageDeps,
  actor: Actor,
  ideaId: string,
  body: AsyncIterable<Uint8Array | string>,
): Promise<Outcome<StoredImage>> {
  const place = await deps.locate(deps.db, actor, 'idea', ideaId)
  const allowed = mayAdd(place)
  if (!allowed.ok) return allowed
  const bytes = await collect(body)
  if (!bytes) return imageTooLarge()
  const image = judgeImage(bytes)
  if (!image.ok) return image
  const { type, width, height } = image.value
  const imageId = deps.newId() as ImageId

  return deps.db.transaction(async (tx): Promise<Outcome<StoredImage>> => {
    // Held until the end: images of one idea are counted one after the other.
    const [idea] = await tx
      .select({ removedAt: ideas.removedAt })
      .from(ideas)
      .where(eq(ideas.id, ideaId))
      .for('no key update')
    if (!idea) return notThere()
    if (idea.removedAt) return refuse('conflict', 'idea-removed', 'This idea was removed. Restore it first.')
    const [there] = await tx.select({ n: count() }).from(images).where(eq(images.ideaId, ideaId))
    if ((there?.n ?? 0) >= IMAGES_MAX_PER_IDEA) {
      return refuse('conflict', 'too-many-images', `A proposal holds at most ${IMAGES_MAX_PER_IDEA} images.`, {
        limit: IMAGES_MAX_PER_IDEA,
      })
    }
    // By the hour: a time to the second, beside who was online, would be a name on an anonymous board.
    await tx.insert(images).values({
      id: imageId,
      ideaId,
      type,
      width,
      height,
      bytes: withoutMetadata(bytes, type),
      createdAt: sql`date_trunc('hour', now())`,
    })
    return done({ imageId, url: `/api/images/${imageId}`, width, height })
  })
}

function mayAdd(place: Place | null): Outcome<null> {
  if (!place || !allows('board.read', place.standing)) return notThere()
  if (!allows('proposal.write', place.standing)) return refuse('forbidden', 'forbidden', 'You may not do this here.')
  if (place.archived && !OPEN_IN_ARCHIVE.has('proposal.write')) {
    return refuse('conflict', 'board-archived', 'This board is archived. Restore it first.')
  }
  return done(null)
}

/** Null as soon as there is one byte too many. */
async function collect(body: AsyncIterable<Uint8Array | string>): Promise<Uint8Array | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    const part = Buffer.from(chunk)
    length += part.length
    if (length > IMAGE_MAX_BYTES) return null
    chunks.push(part)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** GET /api/images/<id>. An image never changes: whoever has it may keep it. */
export async function readImage(
  deps: ImageDeps,
  actor: Actor,
  imageId: string,
): Promise<Outcome<{ type: string; body: Uint8Array; immutable: true }>> {
  const [image] = await deps.db.select({ ideaId: images.ideaId }).from(images).where(eq(images.id, imageId))
  const place = image ? await deps.locate(deps.db, actor, 'idea', image.ideaId) : null
  // The sponsor who is asked reads the proposal, and so its pictures.
  const mayRead = place && (allows('board.read', place.standing) || place.standing.has('addressed'))
  if (!mayRead) return notThere()
  // The bytes last, and only for those who may have them.
  const [found] = await deps.db
    .select({ type: images.type, bytes: images.bytes })
    .from(images)
    .where(eq(images.id, imageId))
  return found ? done({ type: found.type, body: found.bytes, immutable: true }) : notThere()
}

/** Which images an idea's proposal has, for export. */
export async function imagesOf(reader: Reader, ideaId: IdeaId) {
  return reader
    .select({ imageId: images.id, type: images.type, width: images.width, height: images.height })
    .from(images)
    .where(eq(images.ideaId, ideaId))
}
