// Owns what the engine needs of a WebSocket: a `ws` socket fits as it is, a fake is a few lines.

export type SocketData = Uint8Array | ArrayBuffer | Uint8Array[]

export interface SyncSocket {
  /** 1 is open, as in every WebSocket. */
  readonly readyState: number
  readonly bufferedAmount: number
  send(data: Uint8Array): void
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
