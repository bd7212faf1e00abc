// Owns the bytes between nodes: one message holds what a node had to say in one turn, signed with the cluster's key (F26).
// Whoever can reach Redis can publish there: nothing of a message is believed before its signature. It must never throw.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Hint } from './bus.ts'

/** Counts up whenever the bytes change: nodes of two versions ignore each other here and meet in the log. */
const VERSION = 1
/** Half of SHA-256: nobody guesses 128 bits. */
const MAC_BYTES = 16
const KEY_BYTES = 32
const HEADER_BYTES = 1 + MAC_BYTES

const KIND = { hint: 1, told: 2, beat: 3, missed: 4, bye: 5 } as const

export type Item =
  | { kind: 'hint'; hint: Hint }
  | { kind: 'told'; topic: string; body: Uint8Array }
  /** The sender is alive; `subscription` is the one in which it wants to hear itself. */
  | { kind: 'beat'; subscription: number }
  /** The sender could not say everything: whoever hears this catches up. */
  | { kind: 'missed' }
  /** The sender stops: what is known of it is over. */
  | { kind: 'bye' }

export interface Message {
  node: string
  /** Rises by one with every message of a node. */
  number: number
  items: Item[]
}

export interface BusKey {
  /** Where the nodes of one cluster meet; says nothing of the key. */
  channel: string
  mac: Buffer
}

/** Two clusters on one Redis have two secrets, hence two channels: neither hears the other. */
export function busKey(secret: string): BusKey {
  const derive = (what: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, 'kiem nodes', `${what} ${VERSION}`, bytes))
  return { channel: `kiem:${derive('channel', 12).toString('hex')}`, mac: derive('signature', KEY_BYTES) }
}

export function encodeItem(item: Item): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, KIND[item.kind])
  switch (item.kind) {
    case 'hint': {
      const { document, first, seq, update } = item.hint
      encoding.writeVarString(encoder, document)
      encoding.writeVarUint(encoder, first)
      encoding.writeVarUint(encoder, seq)
      encoding.writeUint8(encoder, update === null ? 0 : 1)
      if (update !== null) encoding.writeVarUint8Array(encoder, update)
      break
    }
    case 'told':
      encoding.writeVarString(encoder, item.topic)
      encoding.writeVarUint8Array(encoder, item.body)
      break
    case 'beat':
      encoding.writeVarUint(encoder, item.subscription)
      break
    case 'missed':
    case 'bye':
      break
  }
  return encoding.toUint8Array(encoder)
}

export function sign(key: BusKey, node: string, number: number, items: readonly Uint8Array[]): Buffer {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, node)
  encoding.writeVarUint(encoder, number)
  encoding.writeVarUint(encoder, items.length)
  for (const item of items) encoding.writeUint8Array(encoder, item)
  const body = encoding.toUint8Array(encoder)
  const message = Buffer.allocUnsafe(HEADER_BYTES + body.length)
  message[0] = VERSION
  message.set(macOf(key, body), 1)
  message.set(body, HEADER_BYTES)
  return message
}

/** `foreign`: of another version. `forged`: everything else that was not made by `sign` with this key. */
export function readMessage(key: BusKey, bytes: Uint8Array): Message | 'foreign' | 'forged' {
  if (bytes.length <= HEADER_BYTES) return 'forged'
  if (bytes[0] !== VERSION) return 'foreign'
  const body = bytes.subarray(HEADER_BYTES)
  if (!timingSafeEqual(bytes.subarray(1, HEADER_BYTES), macOf(key, body))) return 'forged'
  try {
    return readBody(body)
  } catch {
    return 'foreign' // signed by one of us and not readable: a version that forgot to count up
  }
}

function macOf(key: BusKey, body: Uint8Array): Buffer {
  return createHmac('sha256', key.mac).update(Uint8Array.of(VERSION)).update(body).digest().subarray(0, MAC_BYTES)
}

function readBody(body: Uint8Array): Message {
  const decoder = decoding.createDecoder(body)
  const node = decoding.readVarString(decoder)
  const number = decoding.readVarUint(decoder)
  const items: Item[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) items.push(readItem(decoder))
  return { node, number, items }
}

function readItem(decoder: decoding.Decoder): Item {
  const kind = decoding.readUint8(decoder)
  switch (kind) {
    case KIND.hint: {
      const document = decoding.readVarString(decoder)
      const first = decoding.readVarUint(decoder)
      const seq = decoding.readVarUint(decoder)
      const update = decoding.readUint8(decoder) === 0 ? null : copied(decoder)
      return { kind: 'hint', hint: { document, first, seq, update } }
    }
    case KIND.told: {
      const topic = decoding.readVarString(decoder)
      return { kind: 'told', topic, body: copied(decoder) }
    }
    case KIND.beat:
      return { kind: 'beat', subscription: decoding.readVarUint(decoder) }
    case KIND.missed:
      return { kind: 'missed' }
    case KIND.bye:
      return { kind: 'bye' }
    default:
      throw new Error('an item of no known kind')
  }
}

/** What is kept must not keep the whole message alive. */
function copied(decoder: decoding.Decoder): Uint8Array {
  return new Uint8Array(decoding.readVarUint8Array(decoder))
}
