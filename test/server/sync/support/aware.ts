// A client with a real y-protocols awareness, which sends back everything it hears as y-websocket does.
import * as encoding from 'lib0/encoding'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { MESSAGE } from '../../../../shared/wire.ts'
import type { ModelClient } from './model-client.ts'

const opened: Awareness[] = []

/** An awareness keeps a timer. */
export function closeAwarenesses(): void {
  for (const awareness of opened.splice(0)) awareness.destroy()
}

export class Aware {
  readonly awareness: Awareness

  constructor(
    public client: ModelClient,
    clientId = client.doc.clientID,
  ) {
    client.doc.clientID = clientId
    this.awareness = new Awareness(client.doc)
    opened.push(this.awareness)
    this.awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
      this.#say([...added, ...updated, ...removed])
    })
    this.#say([this.id])
  }

  get id(): number {
    return this.awareness.clientID
  }

  /** The same page with a new connection. */
  moveTo(client: ModelClient): this {
    this.client = client
    client.connect()
    this.#say([this.id])
    return this
  }

  read(): void {
    for (const body of this.client.presenceFrames.splice(0)) applyAwarenessUpdate(this.awareness, body, this)
  }

  sees(id: number): Record<string, unknown> | undefined {
    return this.awareness.getStates().get(id)
  }

  #say(ids: number[]): void {
    const frame = encoding.createEncoder()
    encoding.writeVarUint(frame, MESSAGE.awareness)
    encoding.writeVarUint8Array(frame, encodeAwarenessUpdate(this.awareness, ids))
    this.client.push(encoding.toUint8Array(frame))
  }
}
