// Owns the bytes of a journal: records with a length and a checksum, and what each kind says. It knows no file.
import { crc32 } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Append, Lease } from './log.ts'
import type { Kept, MemoryStore } from './memory-log.ts'

const COMPACT = 1
/** As the first kind (0), with the client ids that were taken; journals from before have none. */
const APPEND_LEASES = 2
/** A whole document as it stands: what a journal that was written anew begins with. */
const STATE = 3
/** Length and checksum, four bytes each. */
const HEAD_BYTES = 8

/** Plays whole records into `memory`; returns how many bytes they are. What follows was cut off by a crash. */
export async function replay(bytes: Uint8Array, memory: MemoryStore): Promise<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + HEAD_BYTES <= bytes.length) {
    const length = view.getUint32(at)
    const payload = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)
    if (payload.length !== length || crc32(payload) !== view.getUint32(at + 4)) break
    await apply(payload, memory)
    at += HEAD_BYTES + length
  }
  return at
}

export function record(payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, payload.length)
  view.setUint32(4, crc32(payload))
  bytes.set(payload, HEAD_BYTES)
  return bytes
}

async function apply(payload: Uint8Array, memory: MemoryStore): Promise<void> {
  const decoder = decoding.createDecoder(payload)
  const kind = decoding.readVarUint(decoder)
  if (kind === STATE) {
    const document = decoding.readVarString(decoder)
    return memory.restore(document, readState(decoder))
  }
  if (kind === COMPACT) {
    const document = decoding.readVarString(decoder)
    const seq = decoding.readVarUint(decoder)
    await memory.compact(document, decoding.readVarUint8Array(decoder), seq)
    return
  }
  const batch = Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    document: decoding.readVarString(decoder),
    rows: Array.from({ length: decoding.readVarUint(decoder) }, () => readRow(decoder)),
    clients: kind === APPEND_LEASES ? readLeases(decoder) : [],
  }))
  await memory.append(batch)
}

export function encodeAppend(batch: readonly Append[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, APPEND_LEASES)
  encoding.writeVarUint(encoder, batch.length)
  for (const { document, rows, clients = [] } of batch) {
    encoding.writeVarString(encoder, document)
    encoding.writeVarUint(encoder, rows.length)
    for (const row of rows) writeRow(encoder, row)
    writeLeases(encoder, clients)
  }
  return encoding.toUint8Array(encoder)
}

export function encodeCompact(document: string, snapshot: Uint8Array, seq: number): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, COMPACT)
  encoding.writeVarString(encoder, document)
  encoding.writeVarUint(encoder, seq)
  encoding.writeVarUint8Array(encoder, snapshot)
  return encoding.toUint8Array(encoder)
}

export function encodeState(document: string, kept: Kept): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, STATE)
  encoding.writeVarString(encoder, document)
  encoding.writeVarUint(encoder, kept.seq)
  encoding.writeVarUint(encoder, kept.snapshotSeq)
  encoding.writeUint8(encoder, kept.snapshot === null ? 0 : 1)
  if (kept.snapshot !== null) encoding.writeVarUint8Array(encoder, kept.snapshot)
  encoding.writeVarUint(encoder, kept.rows.length)
  for (const row of kept.rows) writeRow(encoder, row)
  writeLeases(
    encoder,
    [...kept.clients].map(([clientId, owner]) => ({ clientId, owner })),
  )
  return encoding.toUint8Array(encoder)
}

function readState(decoder: decoding.Decoder): Kept {
  const seq = decoding.readVarUint(decoder)
  const snapshotSeq = decoding.readVarUint(decoder)
  const snapshot = decoding.readUint8(decoder) === 0 ? null : decoding.readVarUint8Array(decoder)
  const count = decoding.readVarUint(decoder)
  const rows = Array.from({ length: count }, (_, i) => ({ ...readRow(decoder), seq: seq - count + 1 + i }))
  return {
    seq,
    snapshotSeq,
    snapshot,
    rows,
    clients: new Map(readLeases(decoder).map((lease) => [lease.clientId, lease.owner])),
  }
}

type Row = Append['rows'][number]

function writeRow(encoder: encoding.Encoder, { bytes, userId, sessionId, clientId }: Row): void {
  encoding.writeVarUint8Array(encoder, bytes)
  writeMaybe(encoder, userId)
  writeMaybe(encoder, sessionId)
  writeMaybe(encoder, clientId === null ? null : String(clientId))
}

function readRow(decoder: decoding.Decoder): Row {
  const bytes = decoding.readVarUint8Array(decoder)
  const userId = readMaybe(decoder)
  const sessionId = readMaybe(decoder)
  const clientId = readMaybe(decoder)
  return { bytes, userId, sessionId, clientId: clientId === null ? null : Number(clientId) }
}

function writeLeases(encoder: encoding.Encoder, leases: readonly Lease[]): void {
  encoding.writeVarUint(encoder, leases.length)
  for (const { clientId, owner } of leases) {
    encoding.writeVarUint(encoder, clientId)
    writeMaybe(encoder, owner)
  }
}

function readLeases(decoder: decoding.Decoder): Lease[] {
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    clientId: decoding.readVarUint(decoder),
    owner: readMaybe(decoder),
  }))
}

function writeMaybe(encoder: encoding.Encoder, value: string | null): void {
  encoding.writeUint8(encoder, value === null ? 0 : 1)
  if (value !== null) encoding.writeVarString(encoder, value)
}

function readMaybe(decoder: decoding.Decoder): string | null {
  return decoding.readUint8(decoder) === 0 ? null : decoding.readVarString(decoder)
}
