// Owns the pretended network socket between `pg` and the embedded engine: what pg writes goes to the worker's port,
// what the worker answers is read back. Must never interpret the bytes.

import { Duplex } from 'node:stream'

/** What a socket needs from the engine. */
export interface SocketPeer {
  /** Resolves when the engine serves this socket; rejects when it is away. */
  connect(socket: EmbeddedSocket): Promise<void>
  send(socket: EmbeddedSocket, bytes: Uint8Array): void
  disconnect(socket: EmbeddedSocket): void
}

type Done = (error?: Error | null) => void

export class EmbeddedSocket extends Duplex {
  private readonly peer: SocketPeer

  constructor(peer: SocketPeer) {
    super({ allowHalfOpen: false })
    this.peer = peer
  }

  connect(): this {
    this.peer.connect(this).then(
      () => this.destroyed || this.emit('connect'),
      (error: Error) => this.destroy(error),
    )
    return this
  }

  receive(bytes: Uint8Array): void {
    if (!this.destroyed) this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  override _read(): void {
    // The worker pushes; there is nothing to ask for.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.peer.send(this, Uint8Array.from(chunk))
    done()
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    this.peer.send(this, Uint8Array.from(Buffer.concat(chunks.map(({ chunk }) => chunk))))
    done()
  }

  override _final(done: Done): void {
    this.peer.disconnect(this)
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: Done): void {
    this.peer.disconnect(this)
    done(error)
  }

  // The rest of what pg expects of a net.Socket.
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}
