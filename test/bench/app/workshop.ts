// Owns the workshop: two hundred people led through a whole session on one node, sealed writing, reveal, grouping, a vote
// and its close. It fails where anything was refused, lost or not counted; how long people waited is printed.
import type * as Y from 'yjs'
import { Map as YMap } from 'yjs'
import { boardDocument, cardsOf, groupsOf } from '../../../shared/documents.ts'
import type { BoardView, IdeaId } from '../../../shared/model.ts'
import { joinAsGuest, type Person } from '../../support/people.ts'
import { phase, WATCH } from '../../support/phases.ts'
import { cpuMs, ms, quantile, type Row } from '../figures.ts'
import type { Server } from '../server.ts'
import { type Crowd, effortRow } from './crowd.ts'

export interface Workshop {
  people: number
  joinMs: number
  ideasEach: number
  writeMs: number
  votes: number
  voteMs: number
}

/** Stock y-websocket clients beside the crowd: they build the documents, lay cards together, and see what the others see. */
const TABLES = 10
const COMES_WITHIN_MS = 30_000
const LOOK_MS = 10
const GROUPS_PER_TABLE = 8
const CARDS_PER_GROUP = 5

const PHASES = [
  phase('write', { policy: { ...WATCH, write: 'everyone', sealed: true } }),
  phase('group', { kind: 'group', policy: { ...WATCH, arrange: 'everyone', react: 'everyone' } }),
  phase('vote', {
    kind: 'vote',
    policy: { ...WATCH, vote: 'everyone' },
    round: { budget: 5, maxPerIdea: 3, blind: true, secret: true },
  }),
  phase('discuss', { kind: 'discuss', policy: { ...WATCH, react: 'everyone' } }),
]

const pause = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs))
const spread = (samples: readonly number[]) =>
  [0.5, 0.95, 0.99].map((q) => `p${q * 100} ${ms(quantile(samples, q))}`).join(', ')

async function come(isThere: () => boolean, what: string): Promise<void> {
  for (const lateAt = performance.now() + COMES_WITHIN_MS; !isThere(); await pause(LOOK_MS)) {
    must(performance.now() < lateAt, `${what} never came`)
  }
}

function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`the workshop is not whole: ${what}`)
}

export async function workshop(server: Server, crowd: Crowd, ada: Person, size: Workshop): Promise<Row[]> {
  const rows: Row[] = []
  const before = await cpuMs(server.pid)
  const startedAt = performance.now()
  const { boardId, joinCode } = await ada.must('board.create', { title: 'Two hundred people' })
  const tables = await Promise.all(
    Array.from({ length: TABLES }, (_, n) => joinAsGuest(server.url, joinCode, `Table ${n}`)),
  )
  try {
    const board = { url: server.url, joinCode, boardId }
    await crowd.ask({ do: 'join', ...board, guests: size.people, withinMs: size.joinMs, looking: true })
    const boards = tables.map((table) => table.document(boardDocument(boardId)))
    await come(() => boards.every(({ provider }) => provider.synced), 'the board at every table')
    await ada.must('session.start', { boardId, recipe: 'own', phases: PHASES })

    const ideas = size.people * size.ideasEach
    const written = await crowd.ask({ do: 'write-ideas', boardId, each: size.ideasEach, withinMs: size.writeMs })
    must(written.refused === 0, `${written.refused} ideas were refused`)
    must(
      boards.every(({ doc }) => cardsOf(doc).size === 0),
      'a sealed card was seen',
    )
    rows.push({ what: `${ideas} sealed ideas in ${size.writeMs / 1000} s`, value: spread(written.tookMs) })
    rows.push(effortRow(written.effort))

    await crowd.ask({ do: 'watch' })
    const toldAt = Date.now()
    await ada.must('session.advance', { boardId, from: 'write', now: true })
    const committedMs = Date.now() - toldAt
    const seen = await crowd.ask({ do: 'seen', cards: ideas })
    const waited = seen.at.map((at) => at - toldAt)
    rows.push({ what: 'reveal, from the tap until it is decided', value: ms(committedMs) })
    rows.push({
      what: `   until each of ${size.people} has every card`,
      value: `${spread(waited)}, the last ${ms(Math.max(...waited))}`,
    })
    rows.push({ what: '   what a page asks at the step', value: spread(seen.askedMs) })
    rows.push(effortRow(seen.effort))
    const docs = boards.map(({ doc }) => doc)
    await come(() => docs.every((doc) => cardsOf(doc).size === ideas), 'every card at every table')

    const groupedAt = performance.now()
    docs.forEach((doc, table) => layTogether(doc, table))
    const groups = TABLES * GROUPS_PER_TABLE
    const laid = (doc: Y.Doc) => groupsOf(doc).size === groups && laidTogether(doc) === groups * CARDS_PER_GROUP
    await come(() => docs.every(laid), 'every group at every table')
    rows.push({
      what: `${groups} groups by ${TABLES} tables at once, everywhere`,
      value: ms(performance.now() - groupedAt),
    })

    await ada.must('session.advance', { boardId, from: 'group', now: true })
    const [round] = (await ada.read<BoardView>(`/api/boards/${boardId}`)).rounds
    if (!round) throw new Error('the phase opened no round')
    const ideaIds = [...cardsOf(docs[0]!).keys()] as IdeaId[]
    const voted = await crowd.ask({
      do: 'vote-calm',
      roundId: round.roundId,
      ideas: ideaIds,
      votes: size.votes,
      withinMs: size.voteMs,
    })
    must(voted.refused === 0, `${voted.refused} votes were refused`)
    rows.push({
      what: `${size.votes} dots in ${size.voteMs / 1000} s, until acknowledged`,
      value: spread(voted.tookMs),
    })
    rows.push(effortRow(voted.effort))

    await ada.must('session.advance', { boardId, from: 'vote', now: true })
    const [closed] = (await ada.read<BoardView>(`/api/boards/${boardId}`)).rounds
    const counted = closed?.result?.reduce((sum, { votes }) => sum + votes, 0)
    must(counted === size.votes, `${counted} of ${size.votes} dots were counted`)
    await ada.must('session.end', { boardId })
    const spent = (await cpuMs(server.pid)) - before
    rows.push({
      what: 'the whole session',
      value: `${Math.round((performance.now() - startedAt) / 1000)} s, ${Math.round(spent / 1000)} s of a processor; every idea there, every dot counted`,
    })
    return rows
  } finally {
    await crowd.ask({ do: 'leave' })
    for (const table of tables) await table.close()
  }
}

/** Each table its own part of the board. */
function layTogether(doc: Y.Doc, table: number): void {
  const cards = cardsOf(doc)
  const ids = [...cards.keys()].sort()
  doc.transact(() => {
    for (let n = 0; n < GROUPS_PER_TABLE; n++) {
      const groupId = `t${table}-${n}`
      const group = new YMap<unknown>()
      group.set('title', '')
      groupsOf(doc).set(groupId, group)
      const first = (table * GROUPS_PER_TABLE + n) * CARDS_PER_GROUP
      for (const id of ids.slice(first, first + CARDS_PER_GROUP)) cards.get(id)?.set('group', groupId)
    }
  })
}

const laidTogether = (doc: Y.Doc) => [...cardsOf(doc).values()].filter((card) => card.get('group')).length
