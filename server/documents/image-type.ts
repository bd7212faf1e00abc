// Owns telling what an uploaded image really is, by its bytes and never by its name or what the sender claims. Pure.

import { imageSize } from 'image-size'
import { IMAGE_MAX_BYTES, IMAGE_MAX_SIDE_PIXELS, IMAGE_TYPES } from '../../shared/limits.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'

export type ImageType = (typeof IMAGE_TYPES)[number]

const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))

/** The first bytes of each type we take; everything else, SVG above all, is not an image here. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (/^GIF8[79]a$/.test(text(bytes, 0, 6))) return 'image/gif'
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'image/webp'
  return null
}

const SAME_TYPE: Record<ImageType, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
}

export interface SoundImage {
  type: ImageType
  width: number
  height: number
}

/** Refuses: image-too-large, not-an-image, image-too-many-pixels. */
export function judgeImage(bytes: Uint8Array): Outcome<SoundImage> {
  if (bytes.length > IMAGE_MAX_BYTES) return imageTooLarge()
  const type = imageTypeOf(bytes)
  const size = type && sizeOf(bytes, SAME_TYPE[type])
  if (!type || !size) {
    return refuse('unsupported-type', 'not-an-image', 'Send a PNG, JPEG, GIF or WebP image.', { field: 'image' })
  }
  if (Math.max(size.width, size.height) > IMAGE_MAX_SIDE_PIXELS) {
    return refuse('too-large', 'image-too-many-pixels', `At most ${IMAGE_MAX_SIDE_PIXELS} pixels wide and high.`, {
      field: 'image',
      limit: IMAGE_MAX_SIDE_PIXELS,
    })
  }
  return done({ type, ...size })
}

export const imageTooLarge = () =>
  refuse('too-large', 'image-too-large', `An image may have at most ${IMAGE_MAX_BYTES} bytes.`, {
    field: 'image',
    limit: IMAGE_MAX_BYTES,
  })

function sizeOf(bytes: Uint8Array, expected: string): { width: number; height: number } | null {
  try {
    const { width, height, type } = imageSize(bytes)
    return type === expected && width > 0 && height > 0 ? { width, height } : null
  } catch {
    return null // cut off or made up: no size is to be had from it
  }
}
