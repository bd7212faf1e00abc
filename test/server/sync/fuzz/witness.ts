// Who looks on in a war: at every frame in the moment the server lets go of it, at every row as it is stored, and at how a
// connection ended. What may never be seen is written down here in words; the witness changes nothing.
import { type Decoded, decode } from '../../../../server/sync/known.ts'
import { CLOSE, MESSAGE, readNotice } from '../../../../shared/wire.ts'
import type { Doors } from './doors.ts'
import { carriesUpdate, type Line, parsed } from './line.ts'
import type { Page, Watch } from './page.ts'
import { WHISPER } from './presence.ts'
import type { WarLog } from './store.ts'

export class Witness implements Watch {
  /** What was done, for whoever has to find out why. */
  readonly tally: Record<string, number> = {}
  /** What must never happen, in words. */
  readonly wrongs: string[] = []
  /** Client ids whose edits from this clock on were sent by somebody who might not edit. */
  readonly #forbidden = new Map<number, number>()
  readonly #seenStored = new WeakMap<Uint8Array, string>()

  constructor(
    private readonly log: WarLog,
    private readonly doors: Doors,
  ) {
    log.onStored = (document, decoded) => this.#stored(document, decoded)
  }

  count(what: string): void {
    this.tally[what] = (this.tally[what] ?? 0) + 1
  }

  wrong(what: string): void {
    if (this.wrongs.length < 20) this.wrongs.push(what)
  }

  /** A page that connects has sent nothing yet. */
  connecting(page: Page): void {
    this.#forbidden.delete(page.doc.clientID)
    page.limited = this.doors.of(page.person.userId, page.document) !== 'edit' || this.doors.failing
  }

  /** What arrived before its seat was judged is admitted by the newer judgement. */
  forgive(): void {
    this.#forbidden.clear()
  }

  /** In the moment the server lets go of it. */
  heard(page: Page, line: Line, frame: Uint8Array): void {
    const { document, person } = page
    const stored = this.log.in(document)
    if (this.doors.settled(person.userId, document) === 'none') {
      this.wrong(`I5 ${person.name} was sent something of ${document} without access`)
    }
    if (carriesUpdate(frame) && this.#seenStored.get(frame) !== document) {
      const { kind, ...rest } = parsed(frame)
      const decoded = 'body' in rest ? decode(rest.body) : null
      if (decoded === null || !stored.known.contains(decoded)) {
        this.wrong(`S12 a ${kind} showed what is not on disk`)
      }
      this.#seenStored.set(frame, document)
    } else if (frame[0] === MESSAGE.awareness && this.doors.quiet(document)) {
      if (Buffer.from(frame.buffer, frame.byteOffset, frame.length).includes(WHISPER)) {
        this.wrong(`S24 presence showed in a quiet ${document}`)
      }
    } else if (frame[0] === MESSAGE.notice) {
      const notice = readNotice(frame)
      if (notice?.kind === 'saved') this.#acknowledged(document, line, notice.frames)
    }
  }

  #acknowledged(document: string, line: Line, frames: number): void {
    this.count('acknowledgements')
    for (const { frame, update } of line.unsaved) {
      if (frame > frames) break
      const decoded = decode(update)
      if (decoded === null || !this.log.in(document).known.contains(decoded)) {
        this.wrong(`I1 an edit of ${document} was acknowledged and is not on disk`)
      }
    }
  }

  /** Remembers what somebody without the right to edit sends. */
  flushing(page: Page): void {
    const access = this.doors.settled(page.person.userId, page.document)
    if (this.doors.of(page.person.userId, page.document) !== 'edit' || this.doors.failing) page.limited = true
    if (access === 'view' || access === 'none') this.#forbidden.set(page.doc.clientID, page.admitted)
    else {
      page.admitted = page.ownClock
      this.#allow(page)
    }
  }

  /** What a viewer wrote may come again, also in another page load, from the editor they have become. */
  #allow(page: Page): void {
    if (this.#forbidden.size === 0) return
    for (const client of page.doc.store.clients.keys()) this.#forbidden.delete(client)
    this.#forbidden.delete(page.doc.clientID)
  }

  #stored(document: string, { structs }: Decoded): void {
    for (const { id, length } of structs) {
      const from = this.#forbidden.get(id.client)
      if (from !== undefined && id.clock + length > from) this.wrong(`S6 an edit of ${document} by a viewer was stored`)
    }
  }

  /** An honest page is never told that it did something wrong. */
  closed({ person, document, limited }: Page, { code, reason }: { code: number; reason: string }): void {
    this.count(`closed ${code} ${reason}`)
    const hard = code >= 4400 && code < 4500
    if (hard && !(code === CLOSE.notAllowed && limited)) {
      this.wrong(`S7 ${person.name} on ${document}, who did nothing wrong, was refused: ${code} ${reason}`)
    }
  }
}
