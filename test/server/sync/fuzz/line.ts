// One connection of a page: frames wait in both directions until they are told to travel. Whoever looks on is told of every
// frame in the moment the server lets go of it, not when the page reads it.
import { type Frame, readFrame } from '../../../../server/sync/frames.ts'
import type { SyncSocket } from '../../../../server/sync/index.ts'
import { MESSAGE, SYNC } from '../../../../shared/wire.ts'

type Listeners = {
  message: ((data: Uint8Array, isBinary: boolean) => void)[]
  close: (() => void)[]
  pong: (() => void)[]
  error: ((error: Error) => void)[]
}

export class Line implements SyncSocket {
  readyState = 1
  bufferedAmount = 0
  closed: { code: number; reason: string } | null = null
  /** On their way to the server, and to the page. */
  up: Uint8Array[] = []
  down: Uint8Array[] = []
  /** Document frames sent, and those not known to be saved. */
  sent = 0
  unsaved: { frame: number; update: Uint8Array }[] = []
  /** The page has let go of it and the server has not noticed. */
  forgotten = false
  readonly #listeners: Listeners = { message: [], close: [], pong: [], error: [] }

  constructor(private readonly watch: (line: Line, frame: Uint8Array) => void) {}

  on(event: keyof Listeners, listener: (...args: never[]) => void): void {
    const listeners = this.#listeners[event] as ((...args: never[]) => void)[]
    listeners.push(listener)
  }

  send(frame: Uint8Array): void {
    this.watch(this, frame)
    if (!this.forgotten) this.down.push(frame)
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason }
    this.drop()
  }

  terminate(): void {
    this.drop()
  }

  ping(): void {
    if (!this.forgotten) for (const listener of this.#listeners.pong) listener()
  }

  drop(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    for (const listener of this.#listeners.close) listener()
  }

  /** From the page; `update` when it carries one. */
  push(frame: Uint8Array, update: Uint8Array | null): void {
    if (update !== null) this.unsaved.push({ frame: ++this.sent, update })
    this.up.push(frame)
  }

  /** So many of the frames on their way arrive at the server. */
  flush(frames = this.up.length): void {
    for (const frame of this.up.splice(0, frames)) {
      if (this.readyState === 1) for (const listener of this.#listeners.message) listener(frame, true)
    }
  }
}

/** A frame goes to many: it is taken apart once. */
const frames = new WeakMap<Uint8Array, Frame>()

export function parsed(bytes: Uint8Array): Frame {
  const known = frames.get(bytes)
  if (known !== undefined) return known
  const frame = readFrame(bytes)
  if (frame === null) throw new Error('the server sent a malformed frame')
  frames.set(bytes, frame)
  return frame
}

export const carriesUpdate = (frame: Uint8Array): boolean => frame[0] === MESSAGE.sync && frame[1] !== SYNC.step1
