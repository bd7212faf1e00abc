// Owns what a connection has sent before it has a seat: access is being asked, or the document loads. Edits wait in order; of
// everything else only the newest counts. It never holds more than it was told, and edits are charged to their person already.
import { isDocumentFrame } from '../../shared/wire.ts'
import type { SyncLimits } from './limits.ts'

export class Waiting {
  /** In the order in which they came: edits by their number, others by their kind (below zero). */
  readonly #frames = new Map<number, Uint8Array>()
  #edits = 0
  #bytes = 0

  constructor(private readonly limits: Pick<SyncLimits, 'editsBeforeSeat' | 'bytesBeforeSeat'>) {}

  /** False: there is no room for it. */
  add(frame: Uint8Array): boolean {
    const key = isDocumentFrame(frame) ? this.#edits++ : -1 - (frame[0] ?? 0)
    this.#bytes += frame.length - (this.#frames.get(key)?.length ?? 0)
    this.#frames.set(key, frame)
    return this.#edits <= this.limits.editsBeforeSeat && this.#bytes <= this.limits.bytesBeforeSeat
  }

  frames(): Iterable<Uint8Array> {
    return this.#frames.values()
  }
}
