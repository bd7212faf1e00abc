// Owns taking out of an image what it says about its maker: place, camera, owner, time, comments. A photo must not tell
// who wrote an anonymous idea, nor where a colleague lives. Pixels and colours stay as they are. Pure; never throws.

import type { ImageType } from './image-type.ts'

/** Bytes that are not laid out as their type says are given back unchanged. */
export function withoutMetadata(bytes: Uint8Array, type: ImageType): Uint8Array {
  switch (type) {
    case 'image/jpeg':
      return jpeg(bytes) ?? bytes
    case 'image/png':
      return png(bytes) ?? bytes
    case 'image/webp':
      return webp(bytes) ?? bytes
    case 'image/gif':
      return bytes // holds no camera data; a comment in it was put there on purpose
  }
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

// JPEG: segments up to the picture. APP0 (JFIF), APP2 (colour profile) and APP14 (colour transform) are about the
// picture; APP1 (EXIF, XMP), APP13 (captions), comments and all others are about people.
const KEPT_APPS = new Set([0xe0, 0xe2, 0xee])
const APP1 = 0xe1
const COMMENT = 0xfe
const START_OF_SCAN = 0xda

function jpeg(bytes: Uint8Array): Uint8Array | null {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  const data = view(bytes)
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1 // filling
      continue
    }
    const end = at + 2 + data.getUint16(at + 2)
    if (end > bytes.length) return null
    if (marker === START_OF_SCAN) return joined([...kept, bytes.subarray(at)])
    const isApp = marker >= 0xe0 && marker <= 0xef
    if (marker === APP1) {
      const turned = orientationOf(bytes.subarray(at + 4, end))
      if (turned !== null) kept.push(orientationSegment(turned))
    } else if (marker !== COMMENT && (!isApp || KEPT_APPS.has(marker))) kept.push(bytes.subarray(at, end))
    at = end
  }
  return null
}

const ORIENTATION_TAG = 0x0112

/** Which way up the picture is: the one thing in EXIF that browsers use. Null when it says nothing, or "as it is". */
function orientationOf(segment: Uint8Array): number | null {
  const data = view(segment)
  const TIFF = 6
  if (segment.length < TIFF + 8 || data.getUint32(0) !== 0x45786966 /* Exif */) return null
  const little = data.getUint16(TIFF) === 0x4949
  const entries = TIFF + data.getUint32(TIFF + 4, little)
  if (entries + 2 > segment.length) return null
  const count = data.getUint16(entries, little)
  for (let i = 0; i < count; i++) {
    const entry = entries + 2 + i * 12
    if (entry + 12 > segment.length) return null
    if (data.getUint16(entry, little) !== ORIENTATION_TAG) continue
    const value = data.getUint16(entry + 8, little)
    return value > 1 && value <= 8 ? value : null
  }
  return null
}

/** APP1 with nothing but the orientation in it. */
function orientationSegment(orientation: number): Uint8Array {
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0]
  const bigEndianEntriesAt8 = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8]
  const oneEntry = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  const noMore = [0, 0, 0, 0]
  return Uint8Array.from([0xff, APP1, 0, 34].concat(exif, bigEndianEntriesAt8, oneEntry, noMore))
}

const PNG_TOLD = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME'])

function png(bytes: Uint8Array): Uint8Array | null {
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  const data = view(bytes)
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + data.getUint32(at)
    if (end > bytes.length) return null
    const name = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1')
    if (!PNG_TOLD.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return joined(kept)
    at = end
  }
  return null
}

const WEBP_TOLD = new Set(['EXIF', 'XMP '])
const WEBP_FLAGS_OF_TOLD = 0b1100 // EXIF and XMP present

function webp(bytes: Uint8Array): Uint8Array | null {
  const kept: Uint8Array[] = []
  const data = view(bytes)
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = data.getUint32(at + 4, true)
    const end = Math.min(at + 8 + size + (size % 2), bytes.length)
    if (at + 8 + size > bytes.length) return null
    const name = Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')
    if (!WEBP_TOLD.has(name)) {
      const chunk = bytes.slice(at, end)
      if (name === 'VP8X' && chunk.length > 8) chunk[8] = (chunk[8] ?? 0) & ~WEBP_FLAGS_OF_TOLD
      kept.push(chunk)
    }
    at = end
  }
  const body = joined(kept)
  const header = Uint8Array.from(bytes.subarray(0, 12))
  view(header).setUint32(4, body.length + 4, true)
  return joined([header, body])
}
