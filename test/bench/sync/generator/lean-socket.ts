// Owns: a WebSocket client that costs next to nothing, so that the load generator is not what is measured: it reads into one
// buffer shared by all sockets, takes frames apart in place and masks with zeros. Only for servers of this bench on loopback.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

const READ_BYTES = 256 * 1024
const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10
/** A masked frame: a zero mask leaves the bytes as they are. */
const MASKED = 128

const shared = Buffer.allocUnsafe(READ_BYTES)

export interface Heard {
  /** The bytes are only there during the call. */
  message(bytes: Uint8Array): void
  closed(code: number): void
}

export class LeanSocket {
  readonly #socket: Socket
  #rest: Buffer | null = null
  #upgraded = false
  #parts: Buffer[] = []
  #closeCode = 1006
  #ended = false
  bytesHeard = 0
  framesHeard = 0

  constructor(
    port: number,
    path: string,
    private readonly opened: () => void,
    private readonly heard: Heard,
  ) {
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length, buffer) => {
          this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, length))
          return true
        },
      },
    })
    this.#socket.on('connect', () => {
      const key = randomBytes(16).toString('base64')
      const head = [
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${key}`,
      ]
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${head.join('\r\n')}\r\n\r\n`)
    })
    this.#socket.on('error', () => this.#end())
    this.#socket.on('close', () => this.#end())
  }

  send(payload: Uint8Array): void {
    this.#socket.write(frame(BINARY, payload))
  }

  /** Several messages in one write. */
  sendAll(payloads: readonly Uint8Array[]): void {
    this.#socket.write(Buffer.concat(payloads.map((payload) => frame(BINARY, payload))))
  }

  destroy(): void {
    this.#ended = true
    this.#socket.destroy()
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.heard.closed(this.#closeCode)
  }

  #read(chunk: Buffer): void {
    this.bytesHeard += chunk.length
    let bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = null
    if (!this.#upgraded) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) return this.#keep(bytes)
      if (!bytes.subarray(0, 12).toString().includes('101')) return void this.#socket.destroy()
      this.#upgraded = true
      bytes = bytes.subarray(end + 4)
      this.opened()
    }
    let at = 0
    while (at + 2 <= bytes.length) {
      const size = bytes[at + 1]! & 127
      const head = size < 126 ? 2 : size === 126 ? 4 : 10
      if (at + head > bytes.length) break
      const length = size < 126 ? size : size === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6)
      if (at + head + length > bytes.length) break
      this.#frame(bytes[at]!, bytes.subarray(at + head, at + head + length))
      at += head + length
    }
    if (at < bytes.length) this.#keep(bytes.subarray(at))
  }

  /** The shared buffer is overwritten by the next read of whoever reads next. */
  #keep(bytes: Buffer): void {
    this.#rest = Buffer.from(bytes)
  }

  #frame(first: number, body: Buffer): void {
    const opcode = first & 15
    if (opcode === PING) return void this.#socket.write(frame(PONG, body))
    if (opcode === PONG) return
    if (opcode === CLOSE) {
      this.#closeCode = body.length >= 2 ? body.readUInt16BE(0) : 1005
      return void this.#socket.end(frame(CLOSE, body.subarray(0, 2)))
    }
    this.framesHeard += 1
    const final = (first & 128) !== 0
    if (final && this.#parts.length === 0) return this.heard.message(body)
    this.#parts.push(Buffer.from(body))
    if (!final) return
    const whole = Buffer.concat(this.#parts)
    this.#parts = []
    this.heard.message(whole)
  }
}

function frame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const head = length < 126 ? 6 : length < 65_536 ? 8 : 14
  const bytes = Buffer.alloc(head + length)
  bytes[0] = 128 | opcode
  if (length < 126) bytes[1] = MASKED | length
  else if (length < 65_536) {
    bytes[1] = MASKED | 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = MASKED | 127
    bytes.writeUInt32BE(length, 6)
  }
  bytes.set(payload, head)
  return bytes
}
