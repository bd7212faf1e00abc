// Owns the numbers, strings and plain values of the lib0 encoding as the guard reads them: bounds checked, one spelling for each
// number, depth limited, no key that changes an object. It must never accept what lib0's own decoder reads differently.
import { isPoison } from './bounds.ts'
import { malformed, refuse } from './refusal.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Short texts are read letter by letter: a decoder costs more than they do. */
const SHORT_BYTES = 24

export class Bytes {
  #at = 0

  constructor(private readonly bytes: Uint8Array) {}

  end(): void {
    if (this.#at !== this.bytes.length) malformed()
  }

  get left(): number {
    return this.bytes.length - this.#at
  }

  byte(): number {
    return this.bytes[this.#at++] ?? malformed()
  }

  uint(): number {
    let value = 0
    let weight = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 127) * weight
      if (byte < 128) {
        if (byte === 0 && weight > 1) malformed()
        return value <= Number.MAX_SAFE_INTEGER ? value : malformed()
      }
      weight *= 128
      if (weight > Number.MAX_SAFE_INTEGER) malformed()
    }
  }

  #int(): number {
    const first = this.byte()
    const sign = (first & 64) === 0 ? 1 : -1
    let value = first & 63
    if (first < 128) return sign * value
    for (let weight = 64; weight <= Number.MAX_SAFE_INTEGER; weight *= 128) {
      const byte = this.byte()
      value += (byte & 127) * weight
      if (byte >= 128) continue
      return byte === 0 || value > Number.MAX_SAFE_INTEGER ? malformed() : sign * value
    }
    return malformed()
  }

  buffer(): Uint8Array {
    const length = this.uint()
    const from = this.#at
    if (length > this.bytes.length - from) malformed()
    this.#at += length
    return this.bytes.subarray(from, this.#at)
  }

  string(): string {
    const buffer = this.buffer()
    if (buffer.length > SHORT_BYTES) return utf8.decode(buffer)
    let text = ''
    for (let i = 0; i < buffer.length; i++) {
      const byte = buffer[i] ?? 0
      if (byte > 127) return utf8.decode(buffer)
      text += String.fromCharCode(byte)
    }
    return text
  }

  json(depth: number): unknown {
    return checked(JSON.parse(this.string()), depth)
  }

  /** What very old clients wrote for plain values. */
  legacyJson(depth: number): unknown {
    const text = this.string()
    return text === 'undefined' ? undefined : checked(JSON.parse(text), depth)
  }

  any(depth: number): unknown {
    switch (this.byte()) {
      case 127:
        return undefined
      case 126:
        return null
      case 125:
        return this.#int()
      case 124:
        return this.#view(4).getFloat32(0)
      case 123:
        return this.#view(8).getFloat64(0)
      case 122:
        return this.#view(8).getBigInt64(0)
      case 121:
        return false
      case 120:
        return true
      case 119:
        return this.string()
      case 118:
        return this.#object(depth)
      case 117:
        return this.#array(depth)
      case 116:
        return this.buffer()
      default:
        return malformed()
    }
  }

  #view(length: number): DataView {
    const from = this.#at
    if (length > this.bytes.length - from) malformed()
    this.#at += length
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + from, length)
  }

  #object(depth: number): Record<string, unknown> {
    if (depth <= 0) refuse('too-deep')
    const object: Record<string, unknown> = {}
    for (let left = this.uint(); left > 0; left--) {
      const key = this.string()
      if (isPoison(key)) refuse('structure')
      object[key] = this.any(depth - 1)
    }
    return object
  }

  #array(depth: number): unknown[] {
    if (depth <= 0) refuse('too-deep')
    const array: unknown[] = []
    for (let left = this.uint(); left > 0; left--) array.push(this.any(depth - 1))
    return array
  }
}

function checked(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth <= 0) refuse('too-deep')
  for (const key of Object.keys(value)) {
    if (isPoison(key)) refuse('structure')
    checked((value as Record<string, unknown>)[key], depth - 1)
  }
  return value
}
