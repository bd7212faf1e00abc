// Owns the minutes of a session: kept when it ends, begun as a live document when first asked for, listed and downloaded.
// They say what everybody on the board may know, and nothing that was sealed, secret or nameless.

import type { MinutesLine, MinutesView } from '../../shared/discussion.ts'
import type { BoardId, UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import { inTheWay } from '../../shared/permitted-now.ts'
import type { Enqueue, Place } from '../platform/command.ts'
import { isUnavailable } from '../platform/database/unavailable.ts'
import type { Db, Reader } from '../platform/database/handle.ts'
import type { Transaction } from '../platform/database/transaction.ts'
import type { Sending } from '../platform/route.ts'
import type { Schedule } from '../platform/schedule.ts'
import type { Attendance } from './attendance.ts'
import { type FactDeps, gatherFacts, type MinutesFacts } from './minutes-facts.ts'
import * as kept from './minutes-store.ts'
import { type Block, minutesBlocks } from './minutes-text.ts'
import * as store from './store.ts'

export interface MinutesDeps extends FactDeps {
  db: Db
  transaction: Transaction
  enqueue: Enqueue
  now(): Date
  attendance: Attendance
  /** Rows hold what people wrote a moment ago. Never inside a transaction. */
  settle(boardId: BoardId): Promise<void>
  /** Writes what a document begins with, once, however many ask. */
  begin(sessionId: string, blocks: readonly Block[]): Promise<void>
  /** The document as Markdown: nothing in it may turn into HTML or run (FAULTS). */
  markdown(sessionId: string): Promise<string>
}

export interface Minutes {
  /** For the outbox: a session has ended. May be told twice. */
  ended(session: { boardId: BoardId; sessionId: string }): Promise<void>
  /** What a crash left out. */
  sweep(): Promise<void>
  /** Before the document is first served. */
  ensure(sessionId: string): Promise<void>
  list(place: Place): Promise<Outcome<MinutesLine[]>>
  view(place: Place, sessionId: string): Promise<Outcome<MinutesView>>
  download(place: Place | null, sessionId: string): Promise<Outcome<Sending>>
}

type Kept = MinutesFacts & { blocks: Block[] }

/** A session that ended while its node died is found again this much later at most. */
const SWEEP_EVERY_MS = 60_000

export function createMinutes(deps: MinutesDeps): Minutes {
  async function ended({ boardId, sessionId }: { boardId: BoardId; sessionId: string }): Promise<void> {
    await deps.attendance.note({ sessionId, boardId })
    await deps.settle(boardId)
    await deps.transaction(async (tx) => {
      const session = await kept.endedSession(tx, sessionId)
      if (!session) return
      const gathered = await gatherFacts(tx, deps, session)
      // Kept with them: two nodes that begin the document in the same moment write the same.
      const facts: Kept = { ...gathered, blocks: minutesBlocks(gathered, session.language) }
      if (!(await kept.keepMinutes(tx, { sessionId, boardId, facts, writtenAt: deps.now() }))) return
      await store.forgetAnswers(tx, sessionId)
      const userIds = (await kept.toTell(tx, sessionId)) as UserId[]
      await deps.enqueue(tx, 'minutes.written', boardId, { boardId, sessionId, userIds })
    })
  }

  async function factsOf(reader: Reader, sessionId: string, boardId: BoardId | null): Promise<Kept | null> {
    const row = await kept.minutesOf(reader, sessionId)
    return row && (boardId === null || row.boardId === boardId) ? (row.facts as Kept) : null
  }

  async function ensure(sessionId: string): Promise<void> {
    const facts = await factsOf(deps.db, sessionId, null)
    if (facts) await deps.begin(sessionId, facts.blocks)
  }

  return {
    ended,
    async sweep() {
      for (const session of await kept.endedWithout(deps.db)) await ended(session)
    },
    ensure,

    async list(place) {
      if (!allows('board.read', place.standing)) return notThere()
      const rows = await kept.minutesOn(deps.db, place.boardId)
      return done(
        rows.map(({ sessionId, facts, decisions, actions }) => {
          const { startedAt, endedAt, ideasCount } = facts as MinutesFacts
          return { sessionId, startedAt, endedAt, ideas: ideasCount, decisions, actions }
        }),
      )
    },

    async view(place, sessionId) {
      if (!allows('board.read', place.standing)) return notThere()
      const facts = await factsOf(deps.db, sessionId, place.boardId)
      if (!facts) return noSuchMinutes()
      const { title, question, startedAt, endedAt, rounds } = facts
      const mayWrite = allows('minutes.keep', place.standing) && inTheWay(place, 'minutes.keep') === null
      return done({ sessionId, boardId: place.boardId, title, question, startedAt, endedAt, rounds, mayWrite })
    },

    async download(place, sessionId) {
      if (!place || !allows('board.read', place.standing)) return notThere()
      const facts = await factsOf(deps.db, sessionId, place.boardId)
      if (!facts) return noSuchMinutes()
      await ensure(sessionId)
      const body = `# ${plain(facts.title)}\n\n${await deps.markdown(sessionId)}`
      const day = new Date(facts.startedAt).toISOString().slice(0, 10)
      return done({ type: 'text/markdown; charset=utf-8', body, filename: `minutes-${day}.md` })
    },
  }
}

/** A title in a heading: one line, and nothing in it that Markdown or a browser would take for more than letters. */
const plain = (title: string): string =>
  title.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~&!]/g, String.raw`\$&`)

const noSuchMinutes = () => refuse('not-found', 'no-such-minutes', 'There are no minutes of this session.')

/** Without a database it is tried again at the next sweep. */
export function keepMinutesWritten(minutes: Minutes, schedule: Pick<Schedule, 'every'>): void {
  schedule.every('write minutes', SWEEP_EVERY_MS, async () => {
    try {
      await minutes.sweep()
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  })
}
