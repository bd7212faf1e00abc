// Owns: sessions for tests of sealed ideas, put straight into their table: what runs them has tests of its own.
import { and, eq, isNull, sql } from 'drizzle-orm'
import { randomOctets } from '../../../server/platform/ids.ts'
import { sealedIdeas, sessions, sessionSteps } from '../../../server/platform/database/schema/index.ts'
import { mySealed, resealIdeas, revealSealed, type RevealDeps } from '../../../server/ideas/sealed.ts'
import { boardDocument, cardsOf, readCard } from '../../../shared/documents.ts'
import type { Actor } from '../../../server/platform/command.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { type PhasePolicy, RECIPE_STEPS } from '../../../shared/session.ts'
import type { BoardWorld } from '../boards/world.ts'

export const [SEALED, OPEN] = RECIPE_STEPS.brainstorm.map((step) => step.policy) as [PhasePolicy, PhasePolicy]

export function sealedWorld(world: BoardWorld) {
  const { db } = world
  const running = (boardId: BoardId) => and(eq(sessions.boardId, boardId), isNull(sessions.endedAt))
  const deps: RevealDeps = { enqueue: world.enqueue, newId: world.newId, randomBytes: randomOctets }

  return {
    deps,
    /** A session begins, or goes to a phase of this policy. */
    async phase(boardId: BoardId, policy: PhasePolicy) {
      const moved = await db.update(sessions).set({ policy }).where(running(boardId)).returning({ id: sessions.id })
      if (moved.length > 0) return
      await db.insert(sessions).values({
        id: world.newId(),
        boardId,
        recipe: 'brainstorm',
        phases: [],
        phaseId: 'p1',
        policy,
      })
    },
    async reveal(boardId: BoardId, over: Partial<RevealDeps> = {}) {
      return db.transaction(async (tx) => {
        const now = new Date(world.clock.now())
        const revealed = await revealSealed(tx, { ...deps, ...over }, { boardId, now })
        const [session] = await tx.select({ id: sessions.id }).from(sessions).where(running(boardId))
        if (session) {
          const step = { sessionId: session.id, toPhase: 'p2', at: now }
          await tx.insert(sessionSteps).values({ ...step, revealed: revealed.ideaIds, receipts: revealed.receipts })
        }
        return revealed
      })
    },
    async reseal(boardId: BoardId, ideaIds: IdeaId[]): Promise<Outcome<null>> {
      const cards = cardsOf(world.documents.doc(boardDocument(boardId)))
      const told = new Map([...cards.entries()].map(([id, card]) => [id, readCard(id, card)]))
      const steps = await db.select({ receipts: sessionSteps.receipts }).from(sessionSteps)
      const receipts = steps.flatMap((step) => step.receipts)
      return db.transaction((tx) =>
        resealIdeas(tx, { enqueue: world.enqueue, cardsOf: async () => told }, { boardId, ideaIds, receipts }),
      )
    },
    /** As the session's undo does. */
    async undone(boardId: BoardId) {
      await db.update(sessionSteps).set({ undoneAt: sql`now()` }).where(isNull(sessionSteps.undoneAt))
      await this.phase(boardId, SEALED)
    },
    async mine(actor: Actor, boardId: BoardId) {
      return mySealed(db, actor, (await world.place(actor, 'board', boardId))!, world.readDeps)
    },
    rows: (boardId: BoardId) => db.select().from(sealedIdeas).where(eq(sealedIdeas.boardId, boardId)),
  }
}
