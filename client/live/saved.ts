// Owns the one question behind the saved mark: has the server written my edits to its disk? Pure bookkeeping; it says
// `saved` only when that is known.

import type { Sent } from './wire-client.ts'

export type Saved = 'saved' | 'saving' | 'unsaved' | 'offline'

/** An acknowledgement normally takes well under a second; after this the mark stops saying "Saving…". */
export const SAVE_WORRY_MS = 5_000

export class SavedMark {
  private dirty = false
  private sinceAt: number | null = null
  private connected = false

  /** An edit of mine, or edits found in this device's copy that may never have been sent. */
  edited(nowAt: number): void {
    this.dirty = true
    this.sinceAt ??= nowAt
  }

  link(connected: boolean): void {
    this.connected = connected
  }

  /** The server says: the first `frames` frames of this connection are on disk. */
  onDisk(frames: number, sent: Sent): void {
    if (!sent.answered || frames < sent.frames) return
    this.dirty = false
    this.sinceAt = null
  }

  get pending(): boolean {
    return this.dirty
  }

  mark(nowAt: number): Saved {
    if (!this.dirty) return 'saved'
    if (!this.connected) return 'offline'
    return this.sinceAt !== null && nowAt - this.sinceAt > SAVE_WORRY_MS ? 'unsaved' : 'saving'
  }
}
