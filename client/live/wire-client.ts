// Owns how this client understands the sync engine beyond the stock protocol: its notices, its final closes, and the
// count of frames behind the saved mark. Numbers and meanings come from shared/wire.ts.

import type { WebsocketProvider } from 'y-websocket'
import { CLOSE, isDocumentFrame, MESSAGE, type Notice, readNotice, SYNC } from '../../shared/wire.ts'

/** Why the server closed a document for good, in the words the interface speaks. */
export interface Closing {
  code: number
  why: 'sign-in' | 'not-allowed' | 'start-over' | 'too-big' | 'broken'
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

/** A WebSocket that counts the document frames passing through it; `sentOf(socket)` reads the count. */
export function countingSocket(Base: SocketClass): SocketClass {
  return class extends Base {
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (data instanceof Uint8Array && isDocumentFrame(data)) {
        const sent = sentOf(this)
        sent.frames++
        if (data[1] === SYNC.step2) sent.answered = true
      }
      super.send(data as ArrayBuffer)
    }
  }
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
