// One page load of a person in a document, as y-websocket behaves: it edits at any time, sends when it is connected and
// answers what it is asked.
import * as Y from 'yjs'
import { step1Frame, step2Frame, updateFrame } from '../../../../server/sync/frames.ts'
import type { Person } from '../../../../server/sync/index.ts'
import { MESSAGE, readNotice } from '../../../../shared/wire.ts'
import { Line, parsed } from './line.ts'
import { presenceOf } from './presence.ts'

/** What looks on. */
export interface Watch {
  heard(page: Page, line: Line, frame: Uint8Array): void
  flushing(page: Page): void
}

export const personCalled = (name: string): Person => ({
  userId: `user-${name}`,
  sessionId: `session-${name}`,
  name,
  color: '#225588',
})

export class Page {
  // A name of its own would be drawn from the system's randomness, which is slow and not the seed's.
  readonly doc = new Y.Doc({ guid: 'page' })
  readonly undo: Y.UndoManager
  line: Line | null = null
  /** Since it connected there was a moment in which it might not edit, so that a refusal is no surprise. */
  limited = false
  /** Its own clock when it last sent as somebody who may edit. */
  admitted = 0
  #presenceClock = 0

  constructor(
    readonly person: Person,
    readonly document: string,
    readonly random: () => number,
    private readonly watch: Watch,
    copy?: Uint8Array,
  ) {
    this.doc.clientID = Math.floor(random() * 2 ** 32)
    if (copy !== undefined) Y.applyUpdate(this.doc, copy, 'kept')
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.open) this.line?.push(updateFrame(update), update)
    })
    this.undo = new Y.UndoManager([this.doc.getText('title'), this.doc.getMap('cards'), this.doc.getMap('groups')], {
      captureTimeout: 0,
      trackedOrigins: new Set(['mine']),
    })
  }

  get open(): boolean {
    return this.line?.readyState === 1
  }

  get ownClock(): number {
    return Y.getState(this.doc.store, this.doc.clientID)
  }

  /** Nothing on its way, nothing unsaved. */
  get calm(): boolean {
    const { line } = this
    return line !== null && this.open && line.up.length + line.down.length + line.unsaved.length === 0
  }

  copy(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  connect(attach: (line: Line) => void): void {
    const line = new Line((line, frame) => this.watch.heard(this, line, frame))
    this.line = line
    attach(line)
    line.push(step1Frame(Y.encodeStateVector(this.doc)), null)
  }

  /** The connection breaks: of what was on its way some arrives. */
  disconnect(): void {
    const { line } = this
    if (line === null) return
    this.flush(Math.floor(this.random() * (line.up.length + 1)))
    this.pull(Math.floor(this.random() * (line.down.length + 1)))
    line.drop()
  }

  /** The page thinks it is gone, the server does not, and what was sent may still arrive. */
  forget(): Line | null {
    const { line } = this
    if (line === null || !this.open) return null
    line.forgotten = true
    line.down = []
    this.line = null
    return line
  }

  edit(change: (doc: Y.Doc) => void): void {
    Y.transact(this.doc, () => change(this.doc), 'mine')
  }

  say(text: string): void {
    if (this.open) this.line?.push(presenceOf(this.doc.clientID, ++this.#presenceClock, text), null)
  }

  flush(frames?: number): void {
    if (this.line === null || this.line.up.length === 0) return
    this.watch.flushing(this)
    this.line.flush(frames)
  }

  pull(frames = this.line?.down.length ?? 0): void {
    for (const frame of this.line?.down.splice(0, frames) ?? []) this.#hear(frame)
  }

  #hear(bytes: Uint8Array): void {
    const { line } = this
    if (line === null) return
    if (bytes[0] === MESSAGE.notice) {
      const notice = readNotice(bytes)
      if (notice?.kind === 'saved') line.unsaved = line.unsaved.filter(({ frame }) => frame > notice.frames)
      return
    }
    const frame = parsed(bytes)
    if (frame.kind === 'step1') {
      const update = Y.encodeStateAsUpdate(this.doc, frame.body)
      if (this.open) line.push(step2Frame(update), update)
    } else if (frame.kind === 'step2' || frame.kind === 'update') {
      Y.applyUpdate(this.doc, frame.body, this)
    }
  }
}
