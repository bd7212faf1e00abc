// Owns: the discussion of a session, from outside, on the embedded database: topics in vote order, one at a time, with a
// timer and the question for more time; what is written beside them, by whom; and what everybody may know of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  cardsOf,
  groupsOf,
  ledgerDiscussion,
  ledgerEntries,
  minutesDocument,
  proposalContent,
} from '../../shared/documents.ts'
import * as Y from 'yjs'
import { sql } from 'drizzle-orm'
import type { EntriesMine, LedgerEntry, MinutesLine, MinutesView } from '../../shared/discussion.ts'
import * as limits from '../../shared/limits.ts'
import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Phase } from '../../shared/session.ts'
import { CLOSE } from '../../shared/wire.ts'
import type { LiveDocument } from '../support/documents.ts'
import type { Person } from '../support/people.ts'
import { OPEN, phase } from '../support/phases.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let fay: Person
let ann: Person
let ben: Person
let boardId: BoardId
let ledger: LiveDocument

const DOTS = { budget: 5, maxPerIdea: 5, blind: true, secret: true }
const VOTE = phase('vote', { kind: 'vote', round: DOTS })
const TALK = phase('talk', { kind: 'discuss' })
const QUIET = phase('quiet', { kind: 'discuss', policy: { ...OPEN, react: 'nobody' } })

beforeAll(async () => {
  world = await startWorld()
  fay = await world.person('fay')
  ann = await world.person('ann')
  ben = await world.person('ben')
})
afterAll(() => world.close())

async function board(naming: 'named' | 'anonymous' = 'named') {
  boardId = (await fay.must('board.create', { title: 'Workshop', naming })).boardId
  for (const person of [ann, ben]) await person.read(`/api/boards/${boardId}`)
  ledger?.close()
  ledger = await ann.ledger(boardId)
}
beforeEach(async () => {
  await board()
  return () => ledger.close()
})

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const state = () => ledgerDiscussion(ledger.doc).get('state')
const told = (wanted: object) =>
  until(() => expect(state()).toMatchObject(wanted), `the ledger to say ${JSON.stringify(wanted)}`)
const entries = () => [...ledgerEntries(ledger.doc).values()].sort((a, b) => a.seq - b.seq)
const written = (wanted: Partial<LedgerEntry>[]) =>
  until(() => expect(entries()).toMatchObject(wanted), `entries ${JSON.stringify(wanted)}`)
const start = (...phases: Phase[]) => fay.must('session.start', { boardId, recipe: 'own', phases })
const on = (from: string) => fay.must('session.advance', { boardId, from, now: true })
const go = (
  from: string | null,
  more: { to?: string | null; leave?: 'discussed' | 'skipped' | 'parked' | 'open' } = {},
) => fay.command('discussion.go', { boardId, from, ...more })

async function ideas(...texts: string[]): Promise<IdeaId[]> {
  const ids: IdeaId[] = []
  for (const text of texts) ids.push((await ann.must('idea.add', { boardId, text })).ideaId)
  return ids
}

async function voted(votes: Record<IdeaId, number>): Promise<RoundId> {
  const roundId = (await fay.must('round.open', { boardId, method: 'dots', ...DOTS })).roundId
  for (const [ideaId, dots] of Object.entries(votes)) {
    await ann.must('vote.cast', { roundId, ideaId, votes: dots })
  }
  await fay.must('round.close', { roundId })
  return roundId
}

describe('topics', () => {
  test('come in the order of the last closed round, one at a time, and what is skipped or parked is known', async () => {
    const [soup, soap, sun] = (await ideas('Soup', 'Soap', 'Sun')) as [IdeaId, IdeaId, IdeaId]
    await start(VOTE, TALK)
    const roundId = (await fay.read<{ rounds: { roundId: RoundId }[] }>(`/api/boards/${boardId}`)).rounds[0]!.roundId
    await ann.must('vote.cast', { roundId, ideaId: sun, votes: 2 })
    await ann.must('vote.cast', { roundId, ideaId: soap, votes: 1 })
    expect(reasonOf(await go(null))).toBe('not-in-this-phase')
    await on('vote')
    expect(await fay.must('discussion.go', { boardId, from: null })).toEqual({ currentId: sun })
    await told({
      roundId,
      currentId: sun,
      topics: [
        { topicId: sun, votes: 2, state: 'open' },
        { topicId: soap, votes: 1, state: 'open' },
        { topicId: soup, votes: 0, state: 'open' },
      ],
    })
    expect(reasonOf(await go(null))).toBe('topic-moved')
    expect(await fay.must('discussion.go', { boardId, from: sun, leave: 'parked' })).toEqual({ currentId: soap })
    await fay.must('discussion.mark', { boardId, topicId: soup, state: 'skipped' })
    expect(await fay.must('discussion.go', { boardId, from: soap })).toEqual({ currentId: null })
    await told({ currentId: null, topics: [{ state: 'parked' }, { state: 'discussed' }, { state: 'skipped' }] })
    expect(reasonOf(await go(null, { to: 'nowhere-at-all' }))).toBe('no-such-topic')
    expect(reasonOf(await fay.command('discussion.mark', { boardId, topicId: 'gone', state: 'open' }))).toBe(
      'no-such-topic',
    )
    expect(reasonOf(await ann.command('discussion.go', { boardId, from: null }))).toBe('forbidden')
  })

  test('without a round they come by likes; one that was written since can be taken up; another vote orders them anew', async () => {
    const [soup, soap] = (await ideas('Soup', 'Soap')) as [IdeaId, IdeaId]
    await voted({ [soup]: 3 }) // before the session: not its vote
    await ann.must('idea.like', { ideaId: soap, liked: true })
    await start(TALK)
    expect(await fay.must('discussion.go', { boardId, from: null })).toEqual({ currentId: soap })
    const [late] = (await ideas('Late')) as [IdeaId]
    expect(await fay.must('discussion.go', { boardId, from: soap, to: late })).toEqual({ currentId: late })
    const roundId = await voted({ [late]: 1, [soup]: 2 })
    await fay.must('discussion.order', { boardId })
    await told({
      roundId,
      currentId: late,
      topics: [{ topicId: soup }, { topicId: late }, { topicId: soap, state: 'discussed' }],
    })
  })

  test('a group is one topic, also when its cards were laid there a moment ago; an idea that is removed is none', async () => {
    const [soup, soap, sun] = (await ideas('Soup', 'Soap', 'Sun')) as [IdeaId, IdeaId, IdeaId]
    const live = await ann.board(boardId)
    await until(() => cardsOf(live.doc).size === 3, 'the cards')
    live.doc.transact(() => {
      const group = new Y.Map<unknown>()
      group.set('title', 'Washing up')
      groupsOf(live.doc).set('a-group', group)
      for (const id of [soap, sun]) cardsOf(live.doc).get(id)?.set('group', 'a-group')
    })
    const others = await ben.board(boardId) // what another one sees is on disk
    await until(() => cardsOf(others.doc).get(sun)?.get('group') === 'a-group', 'the group')
    others.close()
    await start(TALK)
    await voted({ [soup]: 2, [soap]: 2, [sun]: 1 })
    expect(await fay.must('discussion.go', { boardId, from: null })).toEqual({ currentId: 'a-group' })
    await told({ topics: [{ kind: 'group', ideaIds: [soap, sun], votes: 3 }, { topicId: soup }] })
    await fay.must('idea.remove', { ideaId: soup })
    await fay.must('discussion.mark', { boardId, topicId: 'a-group', state: 'open' })
    await until(() => expect(state()?.topics).toHaveLength(1), 'the removed idea to go')
    live.close()
  })

  test('each has its timer; “more time?” is asked of everyone and shown as counts; adding time answers it', async () => {
    await ideas('Soup', 'Soap')
    await start(TALK)
    const { currentId } = await fay.must('discussion.go', { boardId, from: null })
    await told({ timer: { leftMs: null, totalMs: 300_000 }, topicMs: 300_000, more: null })
    await fay.must('discussion.timer', { boardId, set: 'start', ms: 120_000 })
    await fay.must('discussion.ask-more', { boardId, asks: true })
    await told({ more: { yes: 0, no: 0 }, topicMs: 120_000 })
    const { askId } = state()!.more!
    await fay.must('discussion.ask-more', { boardId, asks: true })
    await ann.must('discussion.answer-more', { boardId, askId, yes: false })
    await ann.must('discussion.answer-more', { boardId, askId, yes: true })
    await ben.must('discussion.answer-more', { boardId, askId, yes: false })
    await told({ more: { askId, yes: 1, no: 1 } })
    await fay.must('discussion.timer', { boardId, set: 'add', ms: 60_000 })
    await told({ more: null, timer: { totalMs: 180_000 } })
    expect(reasonOf(await ann.command('discussion.answer-more', { boardId, askId, yes: true }))).toBe('not-asked')
    await fay.must('discussion.ask-more', { boardId, asks: true })
    await told({ more: { yes: 0, no: 0 } }) // nobody's old answer counts
    await ann.must('discussion.answer-more', { boardId, askId: state()!.more!.askId, yes: true })
    await told({ more: { yes: 1 } })
    for (const asks of [false, true]) await fay.must('discussion.ask-more', { boardId, asks })
    await told({ more: { yes: 0, no: 0 } })
    await fay.must('discussion.go', { boardId, from: currentId })
    await told({ more: null, timer: { totalMs: 120_000 } })
    await fay.must('discussion.timer', { boardId, set: 'stop' })
    await fay.must('discussion.go', { boardId, from: state()!.currentId })
    expect(reasonOf(await fay.command('discussion.timer', { boardId, set: 'pause' }))).toBe('no-topic')
    expect(reasonOf(await fay.command('discussion.ask-more', { boardId, asks: true }))).toBe('no-topic')
  })

  test('what lies in the way of a topic that is sealed again is not told', async () => {
    const sealedPhase = phase('sealed', { policy: { ...OPEN, sealed: true } })
    await start(sealedPhase, TALK)
    await ideas('Soup')
    await on('sealed')
    await fay.must('discussion.go', { boardId, from: null })
    await until(() => expect(state()?.topics).toHaveLength(1), 'the topic')
    await fay.must('session.undo', { boardId, from: 'talk' })
    await told({ topics: [], currentId: null })
  })
})

describe('what is written beside them', () => {
  test('notes and actions by everyone where the phase lets them, decisions by who leads; on the idea in question', async () => {
    const [soup] = (await ideas('Soup')) as [IdeaId]
    expect(reasonOf(await fay.command('entry.add', { boardId, kind: 'note', text: 'x' }))).toBe('no-session')
    await start(TALK, QUIET)
    await fay.must('discussion.go', { boardId, from: null })
    await ann.must('entry.add', { boardId, kind: 'note', text: 'Warm', topicId: soup })
    const owner = { userId: ben.userId as UserId }
    await ann.must('entry.add', {
      boardId,
      kind: 'action',
      text: 'Buy leeks',
      topicId: soup,
      owner,
      dueOn: '2030-02-28',
    })
    const decided = { boardId, kind: 'decision', text: 'On Mondays', topicId: soup } as const
    expect(reasonOf(await ann.command('entry.add', decided))).toBe('decisions-are-led')
    await fay.must('entry.add', decided)
    await written([
      { kind: 'note', text: 'Warm', by: ann.userId, ideaId: soup, done: false },
      { kind: 'action', owner: { userId: ben.userId, name: 'ben' }, dueOn: '2030-02-28' },
      { kind: 'decision', by: fay.userId },
    ])
    await on('talk')
    expect(reasonOf(await ann.command('entry.add', { boardId, kind: 'note', text: 'x' }))).toBe('not-in-this-phase')
    expect(reasonOf(await fay.command('entry.add', { boardId, kind: 'note', text: 'Led' }))).toBe('done')
  })

  test('limits and what is not there are refused in words', async () => {
    await start(TALK)
    const add = (over: object) => ann.command('entry.add', { boardId, kind: 'note', text: 'x', ...over })
    expect(reasonOf(await add({ text: 'x'.repeat(limits.ENTRY_MAX_CHARS + 1) }))).toBe('too-long')
    expect(reasonOf(await add({ text: 'x'.repeat(limits.ENTRY_MAX_CHARS) }))).toBe('done')
    expect(reasonOf(await add({ dueOn: '2030-02-30' }))).toBe('not-a-date')
    expect(reasonOf(await add({ topicId: 'gone' }))).toBe('no-such-topic')
    expect(reasonOf(await add({ owner: { userId: 'nobody-at-all' } }))).toBe('no-such-person')
    const first = await ann.must('entry.add', { boardId, kind: 'note', text: 'x', entryId: 'my-own-id' })
    expect(await ann.must('entry.add', { boardId, kind: 'note', text: 'x', entryId: 'my-own-id' })).toEqual(first)
    expect(reasonOf(await add({ text: 'y', entryId: 'my-own-id' }))).toBe('id-taken')
    // Two are there; so many more that one has room.
    await world.app.database.db.execute(sql`
      insert into discussion_entries (id, board_id, session_id, kind, text)
      select 'filling-' || n, ${boardId}, s.id, 'note', 'x' from sessions s, generate_series(4, ${limits.ENTRIES_MAX_PER_SESSION}::int) n
      where s.board_id = ${boardId}`)
    expect(reasonOf(await add({ text: 'The last one' }))).toBe('done')
    expect(reasonOf(await add({ text: 'One too many' }))).toBe('too-many-entries')
  })

  test('edited by its author or who leads, never over what somebody changed since; ticked off by its owner; removed and back', async () => {
    await start(TALK)
    const owner = { userId: ben.userId as UserId }
    const { entryId } = await ann.must('entry.add', { boardId, kind: 'action', text: 'Buy leeks', owner })
    await written([{ text: 'Buy leeks' }])
    const { rev } = entries()[0]!
    expect(reasonOf(await ben.command('entry.update', { boardId, entryId, rev, text: 'No' }))).toBe('not-your-entry')
    await ann.must('entry.update', { boardId, entryId, rev, text: 'Buy onions' })
    expect(reasonOf(await fay.command('entry.update', { boardId, entryId, rev, text: 'No' }))).toBe('entry-changed')
    await written([{ text: 'Buy onions', owner: { userId: ben.userId, name: 'ben' } }])
    await fay.must('entry.update', {
      boardId,
      entryId,
      rev: entries()[0]!.rev,
      owner: { name: 'The kitchen' },
      dueOn: null,
    })
    await written([{ owner: { userId: null, name: 'The kitchen' } }])
    expect(reasonOf(await ben.command('entry.done', { boardId, entryId, done: true }))).toBe('not-your-entry')
    await fay.must('entry.update', { boardId, entryId, rev: entries()[0]!.rev, owner })
    await ben.must('entry.done', { boardId, entryId, done: true })
    await written([{ done: true }])
    expect(reasonOf(await ben.command('entry.remove', { boardId, entryId, removed: true }))).toBe('not-your-entry')
    await ann.must('entry.remove', { boardId, entryId, removed: true })
    await written([])
    expect(reasonOf(await ann.command('entry.done', { boardId, entryId, done: false }))).toBe('no-such-entry')
    await ann.must('entry.remove', { boardId, entryId, removed: false })
    await written([{ text: 'Buy onions', done: true }])
    const other = (await fay.must('board.create', { title: 'Elsewhere' })).boardId
    expect(reasonOf(await fay.command('entry.remove', { boardId: other, entryId, removed: true }))).toBe(
      'no-such-entry',
    )
  })

  test('open actions of earlier sessions are there when the next one begins, and go once they are done', async () => {
    await start(TALK)
    const open = await ann.must('entry.add', { boardId, kind: 'action', text: 'Buy leeks' })
    const ticked = await ann.must('entry.add', { boardId, kind: 'action', text: 'Peel' })
    await ann.must('entry.add', { boardId, kind: 'note', text: 'Warm' })
    await ann.must('entry.done', { boardId, entryId: ticked.entryId, done: true })
    await fay.must('session.end', { boardId })
    await start(TALK)
    await written([{ text: 'Buy leeks', done: false }])
    await ann.must('entry.done', { boardId, entryId: open.entryId, done: true })
    await written([{ text: 'Buy leeks', done: true }]) // still there: it may have been a slip
    await fay.must('session.end', { boardId })
    await start(TALK)
    await written([])
  })

  test('on an anonymous board nothing says who wrote, and an owner is words', async () => {
    await board('anonymous')
    await start(TALK)
    const owner = { userId: ben.userId as UserId }
    expect(reasonOf(await ann.command('entry.add', { boardId, kind: 'action', text: 'x', owner }))).toBe(
      'owner-in-words',
    )
    const { entryId } = await ann.must('entry.add', {
      boardId,
      kind: 'action',
      text: 'Leeks',
      owner: { name: 'The cook' },
    })
    await written([{ by: null, owner: { userId: null, name: 'The cook' } }])
    expect(reasonOf(await ben.command('entry.remove', { boardId, entryId, removed: true }))).toBe('not-your-entry')
    const rows = await world.app.database.db.execute(
      sql`select author_id, owner_id from discussion_entries where board_id = ${boardId}`,
    )
    expect(rows.rows).toEqual([{ author_id: null, owner_id: null }])
  })

  test('F78 on an anonymous board whoever wrote finds it again and mends it, and nobody else learns whose it is', async () => {
    await board('anonymous')
    await start(TALK)
    const own = (person: Person) => person.read<EntriesMine>(`/api/boards/${boardId}/entries/mine`)
    const { entryId } = await ann.must('entry.add', { boardId, kind: 'note', text: 'Leaks' })
    const other = await ben.must('entry.add', { boardId, kind: 'note', text: 'Onions' })
    expect([await own(ann), await own(ben), await own(fay)]).toEqual([
      { entryIds: [entryId] },
      { entryIds: [other.entryId] },
      { entryIds: [] },
    ])
    await written([{ text: 'Leaks' }, { text: 'Onions' }])
    const [{ rev }] = entries() as [LedgerEntry]
    const change = { boardId, entryId, rev, text: 'Leeks' }
    expect(reasonOf(await ben.command('entry.update', change))).toBe('not-your-entry')
    await ann.must('entry.update', change)
    await written([
      { text: 'Leeks', by: null },
      { text: 'Onions', by: null },
    ])
    await ann.must('entry.remove', { boardId, entryId, removed: true })
    await ann.must('entry.remove', { boardId, entryId, removed: false })
    const { rows } = await world.app.database.db.execute<{ entry: string }>(
      sql`select to_jsonb(e)::text as entry from discussion_entries e where board_id = ${boardId}`,
    )
    for (const { userId } of [ann, ben]) for (const { entry } of rows) expect(entry).not.toContain(userId)
    // The same person's marks on two entries have nothing in common.
    const again = await ann.must('entry.add', { boardId, kind: 'note', text: 'Leeks again' })
    const marks = await world.app.database.db.execute<{ mark: string }>(
      sql`select encode(author_mark, 'hex') as mark from discussion_entries where id in (${entryId}, ${again.entryId})`,
    )
    expect(new Set(marks.rows.map(({ mark }) => mark)).size).toBe(2)
  })
})

describe('the minutes', () => {
  const list = (person: Person) => person.read<MinutesLine[]>(`/api/boards/${boardId}/minutes`)
  async function ended(): Promise<string> {
    const before = (await list(fay)).length
    await fay.must('session.end', { boardId })
    await until(async () => (await list(fay)).length > before, 'the minutes')
    return (await list(fay))[0]!.sessionId
  }
  const markdown = async (person: Person, sessionId: string) =>
    (await person.get(`/api/boards/${boardId}/minutes/${sessionId}/minutes.md`)).text

  async function workshop(): Promise<string> {
    const [soup, soap, sun] = (await ideas('Soup', 'Soap <b>now</b>', 'Taken away')) as [IdeaId, IdeaId, IdeaId]
    await start(TALK)
    await voted({ [soup]: 3, [soap]: 1 })
    await fay.must('discussion.go', { boardId, from: null })
    await ann.must('entry.add', { boardId, kind: 'note', text: 'Warm in winter', topicId: soup })
    await fay.must('entry.add', { boardId, kind: 'decision', text: 'On Mondays', topicId: soup })
    const buy = {
      boardId,
      kind: 'action',
      text: 'Buy leeks',
      owner: { name: 'The kitchen' },
      dueOn: '2030-02-28',
    } as const
    await ann.must('entry.add', buy)
    const gone = await ann.must('entry.add', { boardId, kind: 'note', text: 'Said too much' })
    await fay.must('entry.remove', { boardId, entryId: gone.entryId, removed: true })
    await fay.must('discussion.go', { boardId, from: soup })
    await fay.must('discussion.go', { boardId, from: soap, leave: 'parked' })
    await ann.must('idea.remove', { ideaId: sun })
    return soup
  }

  test('write themselves when the session ends: question, people, results, decisions, actions, what was parked', async () => {
    await fay.must('board.update', { boardId, question: 'What shall we cook?' })
    const soup = await workshop()
    const sessionId = await ended()
    expect(await list(ann)).toMatchObject([{ sessionId, ideas: 2, decisions: 1, actions: 1 }])
    const view = await ann.read<MinutesView>(`/api/boards/${boardId}/minutes/${sessionId}`)
    expect(view).toMatchObject({ title: 'Workshop', mayWrite: true })
    expect(view.rounds).toMatchObject([
      { voters: 1, rows: [{ label: 'Soup', ideaId: soup, value: 3, rank: 1 }, { value: 1 }] },
    ])
    const text = await markdown(ann, sessionId)
    for (const said of [
      'What shall we cook?',
      'Warm in winter',
      'On Mondays (about: Soup)',
      'The kitchen',
      '28 Feb 2030',
    ])
      expect(text).toContain(said)
    expect(text).toMatch(/## Parking lot\s+- Soap/)
    expect(text).toMatch(/## Who took part\s+ann/)
    for (const secret of ['Said too much', ' <b>', 'Taken away']) expect(text).not.toContain(secret)
    await until(async () => {
      const [news] = await ann.read<{ kind: string; data: object }[]>('/api/inbox')
      return news?.kind === 'minutes-written' && Object.values(news.data).includes(sessionId)
    }, 'the inbox')
    expect(await ann.read(`/api/ideas/${soup}/decisions`)).toMatchObject([{ text: 'On Mondays' }])
  })

  test('are a live document that everybody on the board may write in, and that stays as they left it', async () => {
    await workshop()
    const sessionId = await ended()
    const live = ann.document(minutesDocument(sessionId))
    await until(() => proposalContent(live.doc).length > 5, 'the minutes')
    const line = new Y.XmlElement('paragraph')
    line.insert(0, [new Y.XmlText('It was a good day.')])
    proposalContent(live.doc).insert(0, [line])
    await until(async () => (await markdown(ben, sessionId)).includes('It was a good day.'), 'the words')
    // Not written a second time.
    expect((await markdown(ben, sessionId)).match(/## Decisions/g)).toHaveLength(1)
    live.close()
    const stranger = ann.document(minutesDocument('no-such-session'))
    await until(() => stranger.closed !== undefined, 'to be sent away')
    stranger.close()
  })

  test('of a board are nobody’s who may not read it; and a session’s own are asked of its own board', async () => {
    await start(TALK)
    const sessionId = await ended()
    const other = (await ben.must('board.create', { title: 'Elsewhere', joining: 'invited' })).boardId
    await fay.must('board.update', { boardId, joining: 'invited' })
    const eve = await world.person('eve')
    const hers = eve.document(minutesDocument(sessionId))
    await until(() => hers.closed !== undefined, 'to be sent away')
    expect([hers.closed?.code, proposalContent(hers.doc).length]).toEqual([CLOSE.notAllowed, 0])
    hers.close()
    expect((await eve.get(`/api/boards/${boardId}/minutes/${sessionId}/minutes.md`)).status).toBe(404)
    expect((await ann.get(`/api/boards/${other}/minutes`)).status).toBe(404)
    expect((await ben.get(`/api/boards/${other}/minutes/${sessionId}`)).status).toBe(404)
    expect((await ben.get(`/api/boards/${other}/minutes/${sessionId}/minutes.md`)).status).toBe(404)
  })

  test('of an anonymous board name nobody', async () => {
    await board('anonymous')
    await workshop()
    const sessionId = await ended()
    const text = await markdown(ann, sessionId)
    expect(text).toContain('This board is anonymous')
    for (const { name, userId } of [ann, fay, ben]) {
      expect(text).not.toContain(userId)
      expect(text).not.toMatch(new RegExp(`\\b${name}\\b`))
    }
    const there = await world.app.database.db.execute(sql`select 1 from session_people where session_id = ${sessionId}`)
    expect(there.rows).toEqual([])
    // Nor does the log of the document say whose words these are (SYNC S14).
    const live = ann.document(minutesDocument(sessionId))
    await until(() => proposalContent(live.doc).length > 5, 'the minutes')
    proposalContent(live.doc).insert(0, [new Y.XmlElement('paragraph')])
    const owners = () =>
      world.app.database.db.execute<{ owner: string }>(
        sql`select owner from sync_clients where document = ${minutesDocument(sessionId)} and owner is not null`,
      )
    await until(async () => (await owners()).rows.length > 0, 'the writing to be on disk')
    expect((await owners()).rows.map(({ owner }) => owner)).not.toContain(ann.userId)
    live.close()
  })

  test('a blind round that is still open when the session ends says nothing of how it stands', async () => {
    const [soup] = (await ideas('Soup')) as [IdeaId]
    await start(TALK)
    const { roundId } = await fay.must('round.open', { boardId, method: 'dots', ...DOTS })
    await ann.must('vote.cast', { roundId, ideaId: soup, votes: 5 })
    const sessionId = await ended()
    expect((await ann.read<MinutesView>(`/api/boards/${boardId}/minutes/${sessionId}`)).rounds).toEqual([])
    await fay.must('round.close', { roundId })
  })
})
