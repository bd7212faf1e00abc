// Owns: a fresh board for every test of import and export, what stands on it, and one with everything that an export
// tells of.
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { BoardId, IdeaId, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { boardLayout } from '../../../server/documents/board-cards.ts'
import { voteCommands } from '../../../server/votes/commands.ts'
import { type RoomWorld, roomWorld } from '../../support/room-world.ts'
import { exchange } from './ground.ts'

export type BoardWorld = Awaited<ReturnType<typeof boardWorld>>

export const reasonOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.reason}: ${outcome.error.message}`)
  return outcome.value
}

/** Ada leads every board of it, Ben takes part. */
export async function boardWorld() {
  const world = await roomWorld()
  const ada = await world.person('Ada', { roles: ['member'] })
  const ben = await world.person('Ben', { roles: ['member'] })

  async function freshBoard(given: Parameters<RoomWorld['board']>[0] = {}, columns?: string[]) {
    const made = await world.board(given, columns)
    await world.join(made.boardId, ada, 'facilitator')
    await world.join(made.boardId, ben)
    return made
  }
  const ideasOn = (id: BoardId) =>
    world.db
      .select()
      .from(schema.ideas)
      .where(and(eq(schema.ideas.boardId, id), isNull(schema.ideas.removedAt)))
      .orderBy(asc(schema.ideas.number))
  const columnsOn = async (id: BoardId) => {
    const rows = await world.db
      .select()
      .from(schema.boardColumns)
      .where(and(eq(schema.boardColumns.boardId, id), isNull(schema.boardColumns.removedAt)))
    return rows.sort((a, b) => (a.position < b.position ? -1 : 1))
  }

  /** A board with everything on it that an export tells of. */
  async function richBoard() {
    const made = await freshBoard({ title: 'Lunch & more', question: 'What do we eat?' }, ['Warm', 'Cold'])
    const [warm, cold] = made.columnIds
    const soup = await world.idea(made.boardId, {
      number: 1,
      text: '=cmd|calc',
      details: 'Hot, "fresh"\nand <b>good</b> &amp; so',
      tags: ['food', 'warm'],
      authorId: ben,
      columnId: warm!,
      position: 'a1',
      x: 10,
      y: -20.5,
      color: 'sky',
      stage: 'accepted',
      stageReason: 'Yes',
      stageBy: ada,
      stageAt: world.now,
      commentCount: 1,
    })
    const bread = await world.idea(made.boardId, {
      number: 4,
      text: "'t Brood\nmet kaas",
      columnId: cold!,
      position: 'a0',
      onBehalfOf: 'Kees',
      authorId: ada,
    })
    await world.idea(made.boardId, { number: 3, text: 'REMOVEDTEXT', removedAt: world.now })
    await world.db.update(schema.boards).set({ nextNumber: 5 }).where(eq(schema.boards.id, made.boardId))
    await world.db
      .insert(schema.comments)
      .values({ id: world.newId(), ideaId: soup, authorId: ben, text: 'Nice', createdAt: world.now })
    await world.db.insert(schema.escalations).values({
      id: world.newId(),
      ideaId: soup,
      sponsorId: ada,
      escalatedBy: ben,
      why: 'Please',
      state: 'endorsed',
      owedBy: ada,
      answer: 'Yes',
      askedAt: world.now,
      answeredAt: world.now,
    })
    return { ...made, soup, bread }
  }
  async function vote(on: BoardId, who: UserId, ideaId: IdeaId, settings: { blind: boolean; close: boolean }) {
    const run = world.runner(
      voteCommands({ enqueue: world.enqueue, newId: world.newId, layout: boardLayout }),
      () => on,
    )
    const opened = await run('round.open', world.actor(ada), {
      boardId: on,
      method: 'dots',
      title: 'Best',
      budget: 5,
      maxPerIdea: 5,
      blind: settings.blind,
      secret: true,
    })
    const { roundId } = valueOf(opened)
    valueOf(await run('vote.cast', world.actor(who), { roundId, ideaId, votes: 4 }))
    if (settings.close) valueOf(await run('round.close', world.actor(ada), { roundId }))
    return roundId
  }

  return { world, ada, ben, freshBoard, ideasOn, columnsOn, richBoard, vote, exchange: () => exchange(world) }
}
