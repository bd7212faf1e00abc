// A client that behaves like y-websocket over a fake socket, one frame at a time. Frames wait in both directions until
// they are told to travel.
import * as Y from 'yjs'
import type { Person, Sync } from '../../../../server/sync/index.ts'
import { readFrame, step1Frame, step2Frame, updateFrame } from '../../../../server/sync/frames.ts'
import { isDocumentFrame, MESSAGE, type Notice, readNotice } from '../../../../shared/wire.ts'
import { FakeSocket } from './fakes.ts'

export class ModelClient {
  doc: Y.Doc
  socket = new FakeSocket()
  synced = false
  sent = 0
  notices: Notice[] = []
  /** Frames on their way to the server. */
  pipe: Uint8Array[] = []
  /** Document updates as received. */
  updates: Uint8Array[] = []
  presenceFrames: Uint8Array[] = []
  #connected = false

  constructor(
    private readonly sync: Sync,
    readonly person: Person,
    readonly document: string,
    clientId?: number,
  ) {
    this.doc = new Y.Doc()
    if (clientId !== undefined) this.doc.clientID = clientId
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.#connected) this.push(updateFrame(update))
    })
  }

  get open(): boolean {
    return this.socket.readyState === 1
  }

  get closed(): { code: number; reason: string } | null {
    return this.socket.closed
  }

  /** The number of document frames the server says are on disk. */
  get saved(): number {
    const last = this.notices.findLast((notice) => notice.kind === 'saved')
    return last?.kind === 'saved' ? last.frames : 0
  }

  get access(): string | null {
    const last = this.notices.findLast((notice) => notice.kind === 'access')
    return last?.kind === 'access' ? last.access : null
  }

  get text(): string {
    return this.doc.getText('title').toJSON()
  }

  write(text: string, at = this.text.length): void {
    this.doc.getText('title').insert(at, text)
  }

  connect(): void {
    this.socket = new FakeSocket()
    this.synced = false
    this.sent = 0
    this.notices = []
    this.pipe = []
    this.#connected = true
    this.sync.attach(this.socket, this.person, this.document)
    this.push(step1Frame(Y.encodeStateVector(this.doc)))
  }

  disconnect(): void {
    this.#connected = false
    this.socket.drop()
  }

  push(frame: Uint8Array): void {
    if (isDocumentFrame(frame)) this.sent += 1
    this.pipe.push(frame)
  }

  /** What is on its way arrives at the server. */
  flush(): void {
    for (const frame of this.pipe.splice(0)) this.socket.receive(frame)
  }

  /** What the server sent arrives here. */
  pull(): void {
    for (const bytes of this.socket.take()) this.#handle(bytes)
    if (!this.open) this.#connected = false
  }

  /** Both ways until nothing moves. */
  exchange(): void {
    do {
      this.flush()
      this.pull()
    } while (this.open && (this.pipe.length > 0 || this.socket.outbox.length > 0))
  }

  #handle(bytes: Uint8Array): void {
    if (bytes[0] === MESSAGE.notice) {
      const notice = readNotice(bytes)
      if (notice !== null) this.notices.push(notice)
      return
    }
    const frame = readFrame(bytes)
    if (frame === null) throw new Error('the server sent a malformed frame')
    switch (frame.kind) {
      case 'step1':
        return this.push(step2Frame(Y.encodeStateAsUpdate(this.doc, frame.body)))
      case 'step2':
        this.synced = true
        this.updates.push(frame.body)
        return Y.applyUpdate(this.doc, frame.body, this)
      case 'update':
        this.updates.push(frame.body)
        return Y.applyUpdate(this.doc, frame.body, this)
      case 'presence':
        this.presenceFrames.push(frame.body)
        return
      case 'query-presence':
        return
    }
  }
}
