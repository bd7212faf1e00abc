// Owns taking in a person's photo: what a file is, is read from its bytes, never from what its sender says; and what is
// not a small PNG, JPEG or WebP goes no further. Never SVG: it carries script.

import type { Readable } from 'node:stream'
import { imageSize } from 'image-size'
import { PHOTO_MAX_BYTES } from '../../shared/limits.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

export interface Photo {
  type: 'image/png' | 'image/jpeg' | 'image/webp'
  bytes: Uint8Array
}

/** More than any avatar needs, and less than a decompression bomb wants. */
const SIDE_MAX_PIXELS = 4_096

const TYPES: Record<string, Photo['type']> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' }

export async function readPhoto(body: Readable): Promise<Outcome<Photo>> {
  const tooLarge = refuse('too-large', 'photo-too-large', undefined, { limit: PHOTO_MAX_BYTES })
  const parts: Buffer[] = []
  let size = 0
  for await (const part of body) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(part as Uint8Array)
    size += bytes.length
    if (size > PHOTO_MAX_BYTES) return tooLarge
    parts.push(bytes)
  }
  // Bytes of its own: a pooled buffer has strangers' bytes behind it, which a careless reader would run into.
  return judgePhoto(new Uint8Array(Buffer.concat(parts)))
}

export function judgePhoto(bytes: Uint8Array): Outcome<Photo> {
  const wrongType = refuse('unsupported-type', 'not-a-photo', 'send a PNG, JPEG or WebP picture')
  if (!hasKnownStart(bytes)) return wrongType
  try {
    const { type: name, width, height } = imageSize(bytes)
    const type = TYPES[name ?? '']
    if (!type) return wrongType
    if (!(width >= 1 && height >= 1)) return wrongType
    if (width > SIDE_MAX_PIXELS || height > SIDE_MAX_PIXELS) {
      return refuse('too-large', 'photo-too-many-pixels', undefined, { limit: SIDE_MAX_PIXELS })
    }
    return done({ type, bytes })
  } catch {
    return wrongType // it began like a picture and is none
  }
}

function hasKnownStart(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12))
  if (head.length < 12) return false
  const png = head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const jpeg = head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff
  const webp = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'
  return png || jpeg || webp
}
