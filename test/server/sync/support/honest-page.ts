// One page of a person: its copy of the document, what it has written and not sent, and what it has not heard yet. It drops off,
// comes back, and is loaded anew with what it had, as browsers are.
import * as Y from 'yjs'
import type { Person } from '../../../../server/sync/index.ts'
import type { Desk } from './honest-desk.ts'

/** The origin of a page's own edits. */
export const MINE = { name: 'mine' }

export class Page {
  doc = new Y.Doc()
  undo: Y.UndoManager
  online = true
  #outbox: Uint8Array[] = []
  #heard = 0

  constructor(
    private readonly desk: Desk,
    readonly person: Person,
    private readonly scope: (doc: Y.Doc) => Y.AbstractType<Y.YEvent<never>>[],
    private readonly below: (n: number) => number,
  ) {
    this.undo = this.#open(this.doc)
    this.comeBack()
  }

  #open(doc: Y.Doc): Y.UndoManager {
    // 0 is never drawn, and the server has 1.
    doc.clientID = 2 + this.below(2 ** 32 - 2)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#outbox.push(update)
    })
    return new Y.UndoManager(this.scope(doc), { trackedOrigins: new Set([MINE]), captureTimeout: 0 })
  }

  send(): void {
    for (const update of this.#outbox.splice(0)) this.desk.take(this.person, update)
  }

  hear(): void {
    const news = this.desk.told.slice(this.#heard)
    this.#heard = this.desk.told.length
    if (news.length === 0) return
    Y.transact(
      this.doc,
      () => {
        for (const update of news) Y.applyUpdate(this.doc, update, this)
      },
      this,
      false,
    )
  }

  drop(): void {
    this.online = false
  }

  /** Both sides tell each other what the other lacks; a page answers with every deletion it knows. */
  comeBack(): void {
    this.online = true
    this.#outbox = []
    this.desk.land()
    const theirs = Y.encodeStateVector(this.desk.doc)
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.desk.doc, Y.encodeStateVector(this.doc)), this)
    this.#outbox = []
    this.#heard = this.desk.told.length
    this.desk.take(this.person, Y.encodeStateAsUpdate(this.doc, theirs))
  }

  /** Loaded anew: another client id, with everything the old page had, sent or not. */
  reload(): void {
    const kept = Y.encodeStateAsUpdate(this.doc)
    this.undo.destroy()
    this.doc.destroy()
    this.doc = new Y.Doc()
    Y.applyUpdate(this.doc, kept)
    this.undo = this.#open(this.doc)
    this.comeBack()
  }
}
