// Owns: how the same messages travel to each kind of server. `plain` is y-websocket's wire; Hocuspocus puts the document's
// name before every message and wants a greeting; a relay passes on what it gets and knows nothing.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export type DialectName = 'plain' | 'hocuspocus' | 'relay'

export type Message =
  | { kind: 'step1' }
  | { kind: 'update'; first: boolean; body: Uint8Array }
  | { kind: 'presence'; body: Uint8Array }
  | { kind: 'other' }

const OTHER: Message = { kind: 'other' }
const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const SYNC_REPLY = 4
const STEP1 = 0
const STEP2 = 1
const UPDATE = 2

export interface Dialect {
  greeting: Uint8Array[]
  /** Nothing is answered to a joiner: it may begin at once. */
  mute: boolean
  update(body: Uint8Array): Uint8Array
  step1(stateVector: Uint8Array): Uint8Array
  step2(body: Uint8Array): Uint8Array
  presence(body: Uint8Array): Uint8Array
  read(bytes: Uint8Array): Message
}

export function dialect(name: DialectName, document: string): Dialect {
  const prefix = name === 'hocuspocus' ? encoded((to) => encoding.writeVarString(to, document)) : new Uint8Array(0)
  const message = (...write: ((to: encoding.Encoder) => void)[]) =>
    encoded((to) => {
      encoding.writeUint8Array(to, prefix)
      for (const part of write) part(to)
    })
  const number = (value: number) => (to: encoding.Encoder) => encoding.writeVarUint(to, value)
  const bytes = (value: Uint8Array) => (to: encoding.Encoder) => encoding.writeVarUint8Array(to, value)
  const token = message(number(AUTH), number(0), (to) => {
    encoding.writeVarString(to, 'bench')
    encoding.writeVarString(to, '4.7.0')
  })
  return {
    greeting: name === 'hocuspocus' ? [token] : [],
    mute: name === 'relay',
    update: (body) => message(number(SYNC), number(UPDATE), bytes(body)),
    step1: (vector) => message(number(SYNC), number(STEP1), bytes(vector)),
    step2: (body) => message(number(SYNC), number(STEP2), bytes(body)),
    presence: (body) => message(number(AWARENESS), bytes(body)),
    read: (frame) => read(frame, prefix.length),
  }
}

function encoded(write: (to: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

function read(frame: Uint8Array, from: number): Message {
  const type = frame[from]
  if (type === AWARENESS) return { kind: 'presence', body: body(frame, from + 1) }
  if (type !== SYNC && type !== SYNC_REPLY) return OTHER
  const kind = frame[from + 1]
  if (kind === STEP1) return { kind: 'step1' }
  return { kind: 'update', first: kind === STEP2, body: body(frame, from + 2) }
}

function body(frame: Uint8Array, at: number): Uint8Array {
  const decoder = decoding.createDecoder(frame)
  decoder.pos = at
  return decoding.readVarUint8Array(decoder)
}
