// Owns what the engine needs of a WebSocket: a `ws` socket fits as it is, a fake is a few lines.

export type SocketData = Uint8Array | ArrayBuffer | Uint8Array[]

export interface SyncSocket {
  /** 1 is open, as in every WebSocket. */
  readonly readyState: number
  readonly bufferedAmount: number
  send(data: Uint8Array): void
  /** Whole WebSocket frames, ready made, in one write; a socket that has no such way gets each message by `send`. */
  sendFramed?(frames: Uint8Array): void
  close(code: number, reason: string): void
  terminate(): void
  ping(): void
  on(event: 'message', listener: (data: SocketData, isBinary: boolean) => void): unknown
  on(event: 'close' | 'pong', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

export const SOCKET_OPEN = 1

/** A refused peer that does not answer the closing handshake is let go after this long. */
const CLOSING_MS = 5_000

/** Closes with a code and makes sure the socket is gone soon after, also when the peer is frozen. */
export function closeSocket(
  socket: SyncSocket,
  code: number,
  reason: string,
  after: (ms: number, run: () => void) => () => void,
): void {
  const cancel = after(CLOSING_MS, () => socket.terminate())
  socket.on('close', cancel)
  socket.close(code, reason)
}

export function bytesOf(data: SocketData): Uint8Array {
  if (data instanceof Uint8Array) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  const whole = new Uint8Array(data.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of data) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const FINAL_BINARY = 0x82
const SHORT_MAX = 125
const MIDDLE_MAX = 65_535

/** A message as the WebSocket frame a server sends: whole, binary, not masked, not compressed. */
export function framed(message: Uint8Array): Uint8Array {
  const { length } = message
  const head = length <= SHORT_MAX ? 2 : length <= MIDDLE_MAX ? 4 : 10
  const frame = new Uint8Array(head + length)
  frame[0] = FINAL_BINARY
  if (head === 2) frame[1] = length
  else if (head === 4) {
    frame[1] = 126
    new DataView(frame.buffer).setUint16(2, length)
  } else {
    frame[1] = 127
    new DataView(frame.buffer).setUint32(6, length)
  }
  frame.set(message, head)
  return frame
}

/** A message for many: its frame is made once, and then holds the only copy of the message. */
export class Shared {
  #message: Uint8Array
  #framed: Uint8Array | null = null

  constructor(message: Uint8Array) {
    this.#message = message
  }

  get message(): Uint8Array {
    return this.#message
  }

  get framed(): Uint8Array {
    if (this.#framed === null) {
      this.#framed = framed(this.#message)
      this.#message = this.#framed.subarray(this.#framed.length - this.#message.length)
    }
    return this.#framed
  }
}

/** The stream under a WebSocket: what is written to it counts in the WebSocket's `bufferedAmount`. */
export interface Transport {
  write(bytes: Uint8Array): unknown
}

/**
 * A WebSocket that also takes ready-made frames, straight to the stream it was opened on. Only for one without compression, whose
 * own messages are on the stream as soon as `send` returns; and only while it is open.
 */
export class FramedSocket implements SyncSocket {
  constructor(
    private readonly socket: SyncSocket,
    private readonly transport: Transport,
  ) {}

  get readyState(): number {
    return this.socket.readyState
  }

  get bufferedAmount(): number {
    return this.socket.bufferedAmount
  }

  send(data: Uint8Array): void {
    this.socket.send(data)
  }

  sendFramed(frames: Uint8Array): void {
    this.transport.write(frames)
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  terminate(): void {
    this.socket.terminate()
  }

  ping(): void {
    this.socket.ping()
  }

  on(event: 'message' | 'close' | 'pong' | 'error', listener: (...told: never[]) => void): unknown {
    return this.socket.on(event as 'close', listener)
  }
}

export function joinedFrames(frames: readonly Uint8Array[]): Uint8Array {
  const [only] = frames
  if (frames.length === 1 && only !== undefined) return only
  return bytesOf([...frames])
}
