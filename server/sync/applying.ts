// Owns what one edit or change does to the document in a commit (S7, S9, S10): judged, applied, and what came of it put into the
// batch. It must never leave half of one behind, and it never refuses somebody for what this node has not heard of yet.
import { CLOSE } from '../../shared/wire.ts'
import type { Batch, Change, Edit } from './batch.ts'
import type { Refusal } from './guard/refusal.ts'
import type { RoomGuard } from './guard.ts'
import type { RoomPorts } from './ports.ts'
import type { Replica } from './replica.ts'
import type { Seat } from './seat.ts'

export class Applying {
  constructor(
    private readonly replica: Replica,
    private readonly guard: RoomGuard,
    private readonly ports: RoomPorts,
  ) {}

  /** `look again`: nothing has happened; to be judged once more when everything in the log is known here. */
  edit(edit: Edit, batch: Batch): 'done' | 'look again' {
    const { seat, read, clientId } = edit
    // What follows a refused edit builds on it.
    if (seat.refused) return 'done'
    const judged = this.guard.judge(this.replica.doc(), seat.person, edit.update, read)
    if (!judged.ok) return this.#no(edit, judged.refusal)
    const applied = this.replica.applyUpdate(judged.update)
    if (!applied.ok) {
      this.ports.count('refused_in_apply')
      if (applied.why === 'unresolved') seat.refuse(CLOSE.startOver, 'unresolved')
      else seat.refuse(CLOSE.malformed, 'malformed')
      return 'done'
    }
    if (applied.updates.length > 1) batch.tidied = true
    for (const bytes of applied.updates) batch.rows.push({ bytes, ...judged.author, clientId, from: seat })
    batch.clients.push(...this.guard.lease(judged))
    return 'done'
  }

  #no({ seat, early, sure }: Edit, refusal: Refusal): 'done' | 'look again' {
    const { reason } = refusal
    // Somebody who comes from another node may know what no hint has told here yet.
    if (this.ports.severalNodes && !sure) return 'look again'
    // Typed before the server has asked what else there is: it may build on edits made offline. The step 2 has both.
    if (early && (reason === 'gap' || reason === 'unresolved')) seat.waitForStep2()
    else this.refuse(seat, refusal)
    return 'done'
  }

  /** The document is as it was; nobody but the author notices. */
  refuse(seat: Seat, { code, reason }: Refusal): void {
    this.ports.count(`guard_${reason}`)
    seat.refuse(code, reason)
  }

  change(change: Change, batch: Batch): void {
    // Somebody wrote under it first, on another node perhaps.
    if (this.guard.leases.isPersons(this.ports.serverClientId())) this.ports.forgetServerClientId()
    const clientId = this.ports.serverClientId()
    const applied = this.replica.applyChange(change.change, clientId)
    if (!applied.ok) {
      change.rejected = true
      change.reject(applied.cause ?? new Error(`the change was refused: ${applied.why}`))
      return
    }
    const userId = change.userId === null ? null : this.guard.nameOf(change.userId)
    for (const bytes of applied.updates) {
      batch.rows.push({ bytes, userId, sessionId: null, clientId, from: change })
      batch.clients.push(...this.guard.leaseToServer(bytes))
    }
  }
}
