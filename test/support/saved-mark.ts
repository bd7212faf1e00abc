// Owns: knowing which edits of a live document are on disk, as our own client's "saved" mark does (shared/wire.ts): it
// counts the document frames that leave through a connection and hears how many of them the server has stored.
//
//   const saved = createSavedMark()
//   const board = ada.document(boardDocument(boardId), saved.options)
//   board.doc.getMap('x').set('y', 1); const edit = saved.edit()   // after the change: rides in what was just sent,
//   edit.saved                                                     // or in the next step 2 when nothing was
//   saved.unsaved                                                  // edits and frames that are not known to be on disk
import { isDocumentFrame, MESSAGE, readNotice, SYNC } from '../../shared/wire.ts'
import type { DocumentOptions } from './documents.ts'

export type Edit = { readonly saved: boolean }

interface Waiting {
  /** The frame of this connection that carries it; null: not sent on this one yet. */
  frame: number | null
  saved: boolean
}

export function createSavedMark() {
  let sent = 0
  let stored = 0
  let complete = false // this connection's step 2 has left: whatever was written before it is in a frame of it
  let waiting: Waiting[] = []

  function settle(): void {
    for (const edit of waiting) if (edit.frame !== null && edit.frame <= stored) edit.saved = true
    waiting = waiting.filter((edit) => !edit.saved)
  }

  const options: Pick<DocumentOptions, 'opened' | 'sent' | 'heard'> = {
    opened() {
      // What the last connection carried is unknown: all of it goes again, in the new one's step 2.
      sent = 0
      stored = 0
      complete = false
      for (const edit of waiting) edit.frame = null
    },
    sent(frame) {
      if (!isDocumentFrame(frame)) return
      sent += 1
      if (frame[0] !== MESSAGE.sync || frame[1] !== SYNC.step2) return
      complete = true
      for (const edit of waiting) edit.frame = sent
    },
    heard(frame) {
      const notice = readNotice(frame)
      if (notice?.kind !== 'saved') return
      stored = notice.frames
      settle()
    },
  }

  return {
    options,
    /** Right after a change of the document, in the same turn. `connected`: it left at once. */
    edit(connected: boolean): Edit {
      const edit: Waiting = { frame: connected && complete ? sent : null, saved: false }
      waiting.push(edit)
      settle()
      return edit
    },
    get unsaved(): number {
      return waiting.length + (complete ? sent - stored : 1)
    },
  }
}
