// Owns the one question behind the saved mark: has the server written my edits to its disk? Pure bookkeeping over what
// was sent and what was acknowledged; it says `saved` only when that is known.

export type Saved = 'saved' | 'saving' | 'unsaved' | 'offline'

export interface SavedState {
  /** Edits of mine since the page opened that no acknowledgement covers yet. */
  unacknowledged: number
  connected: boolean
  /** The server has answered the first exchange on this connection. */
  synced: boolean
  /** When the oldest unacknowledged edit was made; null when there is none. */
  since: number | null
}

/** An acknowledgement normally takes well under a second; after this the mark stops saying "Saving…". */
export const SAVE_WORRY_MS = 5_000

export function savedMark(state: SavedState, nowAt: number): Saved {
  if (state.unacknowledged === 0) return 'saved'
  if (!state.connected) return 'offline'
  return state.since !== null && nowAt - state.since > SAVE_WORRY_MS ? 'unsaved' : 'saving'
}
