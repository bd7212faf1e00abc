// The server's side of honest traffic, without sockets: a replica with its guard, as the sequencer uses them. Whatever is refused here
// was refused to somebody who meant well.
import * as Y from 'yjs'
import { schemaOf } from '../../../../server/documents/schemas.ts'
import { openAuthorship, RoomGuard } from '../../../../server/sync/guard.ts'
import { readUpdate } from '../../../../server/sync/guard/read.ts'
import { mergeBounded } from '../../../../server/sync/merge.ts'
import { memoryLog, type Person } from '../../../../server/sync/index.ts'
import { Replica } from '../../../../server/sync/replica.ts'

const SERVER_ID = 1

export class Desk {
  readonly guard: RoomGuard
  /** What everyone is told, in order. */
  readonly told: Uint8Array[] = []
  #replica: Replica
  #applied: Uint8Array[] = []
  updates = 0
  /** Of the guard alone. */
  guardNs = 0n

  constructor(readonly document: string) {
    this.#replica = new Replica({ seq: 0, snapshot: null, snapshotSeq: 0, rows: [], clients: [] })
    this.guard = new RoomGuard(document, openAuthorship, [], {
      schema: schemaOf,
      guarded: true,
      serverClientId: () => SERVER_ID,
      log: memoryLog(),
      note: () => {},
    })
  }

  get doc(): Y.Doc {
    return this.#replica.doc()
  }

  /** Throws when it is refused, saying what and why. */
  take(person: Person, update: Uint8Array): void {
    const started = process.hrtime.bigint()
    const reading = readUpdate(update)
    if (!reading.ok) throw new Error(`not even read: ${reading.refusal.reason}`)
    const judged = this.guard.judge(this.doc, person, update, reading.read)
    this.guardNs += process.hrtime.bigint() - started
    this.updates += 1
    if (!judged.ok) {
      const { structs } = reading.read
      const what = structs.slice(0, 3).map((struct) => JSON.stringify(struct).slice(0, 300))
      throw new Error(`refused: ${judged.refusal.reason}; ${structs.length} structs: ${what.join(' ')}`)
    }
    const applied = this.#replica.applyUpdate(judged.update)
    if (!applied.ok) throw new Error(`let through, and then ${applied.why}`)
    this.guard.lease(judged)
    this.#applied.push(...applied.updates)
  }

  write(change: (doc: Y.Doc) => void): void {
    const applied = this.#replica.applyChange(change, SERVER_ID)
    if (!applied.ok) throw new Error('the server could not write')
    this.#applied.push(...applied.updates)
    for (const update of applied.updates) this.guard.leaseToServer(update)
  }

  /** As a commit does: what was applied is stored and told. */
  land(): void {
    if (this.#applied.length === 0) return
    const merged = mergeBounded(this.#applied)
    this.#applied = []
    this.#replica.landed(merged)
    this.told.push(merged)
  }
}
