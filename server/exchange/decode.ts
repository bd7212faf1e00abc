// Owns turning the bytes of a file into text: byte order marks first, then what is certain (UTF-8 is), then the best
// guess. Never throws: bytes that fit no encoding become replacement characters, and the preview shows them.

import iconv from 'iconv-lite'
import { detect } from 'jschardet'

export interface Decoded {
  text: string
  encoding: string
}

/** A guess needs no more than this, and takes long on more. */
const DETECT_MAX_BYTES = 65_536
/** Below this a guess of an unusual encoding is worse than the one Excel writes in Western Europe. */
const SURE = 0.5
/** Guesses that Latin text in windows-1252 is often mistaken for; its letters of Dutch, Spanish, French, German agree. */
const WESTERN = /^(ascii|iso-8859-(1|9|15)|windows-1252|cp1252|cp850|cp858|cp437|windows-1254|hp-roman8)$/

/** `encoding` given: as the person says. Else found out. */
export function decode(bytes: Uint8Array, encoding?: string): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const known =
    encoding && iconv.encodingExists(encoding) ? encoding : (marked(buffer) ?? certain(buffer) ?? guessed(buffer))
  return { text: iconv.decode(buffer, known), encoding: known } // iconv takes byte order marks off
}

function marked(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function certain(bytes: Buffer): string | null {
  const wide = wideWithoutMark(bytes)
  if (wide) return wide
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return null
  }
}

/** In UTF-16 text with Western letters every second byte is zero; in no other encoding is any. */
function wideWithoutMark(bytes: Buffer): string | null {
  const sample = bytes.subarray(0, DETECT_MAX_BYTES)
  let even = 0
  let odd = 0
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  const many = sample.length / 5
  if (odd > many && odd > even * 4) return 'utf-16le'
  if (even > many && even > odd * 4) return 'utf-16be'
  return null
}

function guessed(bytes: Buffer): string {
  const { encoding, confidence } = detect(bytes.subarray(0, DETECT_MAX_BYTES))
  const name = encoding?.toLowerCase() ?? ''
  if (confidence < SURE || WESTERN.test(name) || !iconv.encodingExists(name)) return 'windows-1252'
  return name
}
