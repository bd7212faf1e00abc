// Owns how this client understands the sync engine beyond the stock protocol: its notices, its final closes, and the
// count of frames behind the saved mark. Numbers and meanings come from shared/wire.ts.

import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebsocketProvider } from 'y-websocket'
import { CLOSE, isDocumentFrame, MESSAGE, type Notice, readNotice, SYNC } from '../../shared/wire.ts'
import { PART_BYTES, partsOf } from './parts.ts'

/** Why the server closed a document for good, in the words the interface speaks. */
export interface Closing {
  code: number
  /** `gave-up`: it was refused again and again, and this page stopped trying. */
  why: 'sign-in' | 'not-allowed' | 'start-over' | 'too-big' | 'broken' | 'gave-up'
  reason: string
}

export function closingOf(code: number, reason: string): Closing {
  return { code, reason, why: whyOf(code) }
}

function whyOf(code: number): Closing['why'] {
  switch (code) {
    case CLOSE.signIn:
      return 'sign-in'
    case CLOSE.notAllowed:
      return 'not-allowed'
    case CLOSE.startOver:
      return 'start-over'
    case CLOSE.tooBig:
    case CLOSE.messageTooBig:
      return 'too-big'
    default:
      return 'broken'
  }
}

/** What one connection has sent that the server must put on disk. */
export interface Sent {
  frames: number
  /** The answer to the server's first question went out: from here on a count covers everything we have. */
  answered: boolean
}

type SocketClass = typeof WebSocket

/**
 * A WebSocket that counts the document frames passing through it (`sentOf(socket)` reads the count) and cuts those that
 * are larger than the server takes. What was taken before a refusal stands; the rest is in nobody's document but mine.
 */
export function countingSocket(Base: SocketClass): SocketClass {
  return class extends Base {
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (!(data instanceof Uint8Array) || !isDocumentFrame(data)) return super.send(data as ArrayBuffer)
      const sent = sentOf(this)
      for (const frame of framesOf(data)) {
        sent.frames++
        super.send(frame as Uint8Array<ArrayBuffer>)
      }
      if (data[1] === SYNC.step2) sent.answered = true
    }
  }
}

/** One frame, or for a large one its parts: updates, and last the kind it was. */
function framesOf(frame: Uint8Array): Uint8Array[] {
  if (frame.length <= PART_BYTES) return [frame]
  const decoder = decoding.createDecoder(frame)
  decoder.pos = 2
  const parts = partsOf(decoding.readVarUint8Array(decoder))
  if (!parts) return [frame]
  return parts.map((part, index) => frameOf(index === parts.length - 1 ? frame[1]! : SYNC.update, part))
}

function frameOf(kind: number, body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MESSAGE.sync)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, body)
  return encoding.toUint8Array(encoder)
}

const counts = new WeakMap<WebSocket, Sent>()

export function sentOf(socket: WebSocket): Sent {
  const known = counts.get(socket)
  if (known) return known
  const fresh: Sent = { frames: 0, answered: false }
  counts.set(socket, fresh)
  return fresh
}

/** Hears the engine's own notices; ones of a newer server are ignored, as wire.ts asks. */
export function listenForNotices(provider: WebsocketProvider, heed: (notice: Notice) => void): void {
  provider.messageHandlers[MESSAGE.notice] = (_encoder, decoder) => {
    const notice = readNotice(decoder.arr)
    if (notice) heed(notice)
  }
}
