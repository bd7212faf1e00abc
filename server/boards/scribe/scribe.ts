// Owns carrying what the database has decided into the live documents: an outbox subscriber that may be told twice, late
// or never. What a crash left out is repaired when a board is opened. Must never be awaited inside a transaction.

import { boardDocument, type DocumentName, ledgerDocument } from '../../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import { isDamaged } from '../../platform/database/damaged.ts'
import { unavailability } from '../../platform/database/unavailable.ts'
import type { Topic, Topics } from '../../platform/topics.ts'
import { createProjection } from '../projection.ts'
import { type CardDeps, settleCards } from './cards.ts'
import { type LedgerDeps, createLedgerWriter } from './ledger.ts'
import type { Changes } from './ledger-values.ts'

export type ScribeDeps = LedgerDeps

type ScribeTopic = Extract<
  Topic,
  | 'board.changed'
  | 'people.changed'
  | 'ideas.born'
  | 'idea.removed'
  | 'idea.restored'
  | 'ideas.changed'
  | 'round.changed'
  | 'session.changed'
  | 'discussion.changed'
  | 'ideas.sealed'
>

export interface Scribe {
  /** One handler per topic, for the outbox; each is idempotent. */
  subscriptions: { [T in ScribeTopic]: (payload: Topics[T]) => Promise<void> }
  /** Before a board's documents are first served: true to the database again, once per process however many ask. */
  opened(boardId: BoardId): Promise<void>
  /** The same, whenever it is called. */
  reconcile(boardId: BoardId): Promise<void>
  /** Rows hold what people wrote on the cards (while the disk has room for it): before exports, lists and results. */
  settle(boardId: BoardId): Promise<void>
  /** Resolves when nothing is waiting to be published. */
  idle(): Promise<void>
  /** Publishes and copies what is waiting. Before the sync engine stops. */
  close(): Promise<void>
}

/** Cards made or taken in one board at a time: two at once would give two cards one place. */
class Turns {
  private readonly tails = new Map<string, Promise<unknown>>()

  take<T>(key: string, run: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve()
    const mine = before.then(run, run)
    const tail = mine
      .catch(() => undefined)
      .finally(() => {
        if (this.tails.get(key) === tail) this.tails.delete(key)
      })
    this.tails.set(key, tail)
    return mine
  }

  async idle(): Promise<void> {
    while (this.tails.size > 0) await Promise.all(this.tails.values())
  }
}

/** As often as the sync engine looks whether a damaged document has been mended. */
const DAMAGED_AGAIN_MS = 60_000

export function createScribe(deps: ScribeDeps): Scribe {
  const { clock, log } = deps
  const turns = new Turns()
  const ledger = createLedgerWriter(deps)
  const openings = new Map<BoardId, Promise<void>>()
  /** Boards with a damaged document, until it is tried again. */
  const waiting = new Map<BoardId, () => void>()
  const projection = createProjection({
    ...deps,
    onDisagreement(boardId, ideaIds) {
      cards(boardId, ideaIds).catch((error: unknown) => log.warn({ err: error, boardId }, 'repairing a board document'))
    },
  })
  const cardDeps: CardDeps = { ...deps, keep: projection.keep }

  function cards(boardId: BoardId, which: readonly IdeaId[] | 'all'): Promise<void> {
    return unlessDamaged(boardId, () => turns.take(boardId, () => settleCards(cardDeps, boardId, which)))
  }

  const publish = (boardId: BoardId, changes: Changes) => unlessDamaged(boardId, () => ledger.publish(boardId, changes))

  /**
   * One of a board's documents may be damaged (F11): it is shown as far as it goes, the other one goes on, and what could not be
   * written is made good at an opening after it has been mended.
   */
  async function unlessDamaged(boardId: BoardId, write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      if (!isDamaged(error)) throw error
      log.warn({ err: error, boardId }, 'a damaged document was not brought up to date')
      if (waiting.has(boardId)) return
      const cancel = clock.after(DAMAGED_AGAIN_MS, () => {
        waiting.delete(boardId)
        openings.delete(boardId)
      })
      waiting.set(boardId, cancel)
    }
  }

  /** Deleted text stands in a document's log, and in what a newcomer is sent, until the log is compacted (F68). */
  async function forget(document: DocumentName): Promise<void> {
    if (await deps.documents.compact(document)) return
    // A damaged one takes nothing away; all others are tried again with the delivery.
    if (await deps.documents.read(document, (_, { damaged }) => damaged)) return
    throw new Error(`${document} could not be compacted`)
  }

  async function reconcile(boardId: BoardId): Promise<void> {
    await cards(boardId, 'all')
    await projection.settle(boardId)
    await publish(boardId, { board: true, people: true, session: true, discussion: true, ideas: 'all', rounds: 'all' })
  }

  return {
    subscriptions: {
      async 'board.changed'({ boardId }) {
        await cards(boardId, [])
        await publish(boardId, { board: true })
      },
      async 'ideas.born'({ boardId, ideaIds }) {
        // The ledger first: a card never stands there without its number and name.
        await publish(boardId, { ideas: ideaIds })
        await cards(boardId, ideaIds)
      },
      async 'idea.removed'({ boardId, ideaId }) {
        await projection.settle(boardId)
        await cards(boardId, [ideaId])
        await publish(boardId, { ideas: [ideaId] })
      },
      async 'idea.restored'({ boardId, ideaId }) {
        await publish(boardId, { ideas: [ideaId] })
        await cards(boardId, [ideaId])
      },
      // Likes, votes and comments come by the hundred: noted here, written together. A crash in between is what
      // `opened` is for.
      async 'ideas.changed'({ boardId, ideaIds }) {
        ledger.note(boardId, { ideas: ideaIds })
      },
      async 'round.changed'({ boardId, roundId }) {
        ledger.note(boardId, { board: true, rounds: [roundId] })
      },
      async 'session.changed'({ boardId }) {
        // Also which earlier actions are open, and that a discussion is of another session.
        ledger.note(boardId, { session: true, discussion: true })
      },
      async 'discussion.changed'({ boardId }) {
        ledger.note(boardId, { discussion: true })
      },
      // The cards first: what nobody may read leaves the board before anything is told of it.
      async 'ideas.sealed'({ boardId, ideaIds }) {
        await cards(boardId, ideaIds)
        await publish(boardId, { ideas: ideaIds, discussion: true })
        await forget(boardDocument(boardId))
        await forget(ledgerDocument(boardId))
      },
      async 'people.changed'({ boardId }) {
        // Somebody shown out is no longer among those who are ready.
        ledger.note(boardId, { people: true, session: true })
      },
    },

    reconcile,
    opened(boardId) {
      const known = openings.get(boardId)
      if (known) return known
      const opening = reconcile(boardId)
      openings.set(boardId, opening)
      opening.catch(() => openings.delete(boardId)) // whoever asks next tries again
      return opening
    },
    async settle(boardId) {
      try {
        await projection.settle(boardId)
      } catch (error) {
        // A full disk stops writing, not reading (F7): readers get the last copy until there is room for the next.
        if (unavailability(error) !== 'storage-full') throw error
      }
    },
    async idle() {
      await turns.idle()
      await ledger.idle()
    },
    async close() {
      for (const cancel of waiting.values()) cancel()
      await turns.idle()
      await projection.close()
      await turns.idle()
      await ledger.close()
    },
  }
}
