// Owns: versions of boards, proposals and minutes from outside: kept, named, read, brought back; and deleted text leaving the
// database for good (SYNC S15, FAULTS F68).
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { keepVersion } from '../../server/documents/versions-keep.ts'
import {
  boardDocument,
  cardsOf,
  cardTitle,
  minutesDocument,
  proposalContent,
  proposalDocument,
  type DocumentName,
} from '../../shared/documents.ts'
import * as limits from '../../shared/limits.ts'
import type { MinutesLine } from '../../shared/discussion.ts'
import type { BoardId, IdeaId, VersionId } from '../../shared/model.ts'
import type { VersionContent, VersionsView } from '../../shared/versions.ts'
import type { Person } from '../support/people.ts'
import { OPEN, phase } from '../support/phases.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

describeOnEachDatabase('versions', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    ben = await world.person('ben')
  })
  afterAll(() => world.close())

  const later = (ms: number) => new Date(Date.now() + ms)
  const list = (document: DocumentName, who = ada) => who.read<VersionsView>(`/api/documents/${document}/versions`)
  const content = (document: DocumentName, id: string, who = ada) =>
    who.read<VersionContent>(`/api/documents/${document}/versions/${id}`)

  /** A board by ada with these cards on it, open for her. */
  async function boardWith(...texts: string[]) {
    const { boardId } = await ada.must('board.create', { title: 'Lunch', template: 'brainstorm' })
    const { ideas } = await ada.must('idea.add-many', { boardId, texts })
    const live = await ada.board(boardId)
    const ids = ideas.map(({ ideaId }) => ideaId)
    await until(() => ids.every((id) => cardsOf(live.doc).has(id)), 'the cards')
    return { boardId, ids, live, document: boardDocument(boardId) }
  }

  const titleIn = (doc: Y.Doc, id: IdeaId) => cardTitle(cardsOf(doc).get(id))!
  async function onDisk(document: DocumentName, look: (doc: Y.Doc) => boolean, what: string): Promise<void> {
    await until(() => world.app.sync.read(document, look), what)
  }

  /** The minutes of a session that has just ended. */
  async function minutesOn(boardId: BoardId) {
    await ada.must('session.start', {
      boardId,
      recipe: 'own',
      phases: [phase('talk', { kind: 'discuss', policy: OPEN })],
    })
    await ada.must('session.end', { boardId })
    const path = `/api/boards/${boardId}/minutes`
    const line = await until(async () => (await ada.read<MinutesLine[]>(path))[0] ?? false, 'the minutes')
    return minutesDocument(line.sessionId)
  }

  async function proposalOf(ideaId: IdeaId, who = ada) {
    const live = await who.proposal(ideaId)
    const write = (text: string) =>
      live.doc.transact(() => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(text)])
        proposalContent(live.doc).insert(0, [paragraph])
      })
    return { live, write, document: proposalDocument(ideaId), says: () => proposalContent(live.doc).toString() }
  }

  test('a board is named, changed and brought back for everybody, and that is undone the same way', async () => {
    const { boardId, ids, live, document } = await boardWith('Soup on Monday', 'Bread')
    const [soup, bread] = ids as [IdeaId, IdeaId]
    const { versionId } = await ada.must('version.name', { document, name: 'Before the vote' })
    titleIn(live.doc, soup).insert(0, 'Pea ')
    titleIn(live.doc, bread).insert(5, ' and butter')
    const { ideaId: late } = await ada.must('idea.add', { boardId, text: 'Late' })
    await onDisk(
      document,
      (doc) => cardsOf(doc).has(late) && titleIn(doc, bread).toJSON().includes('butter'),
      'the words',
    )

    const bens = await ben.board(boardId)
    const { before } = await ada.must('version.restore', { document, versionId })
    await until(() => titleIn(bens.doc, soup).toJSON() === 'Soup on Monday', 'ben to see it')
    expect(titleIn(bens.doc, bread).toJSON()).toBe('Bread')
    expect(titleIn(bens.doc, late).toJSON()).toBe('Late')
    // The rows follow, and nobody fights over them.
    await until(async () => {
      const ideas = await ada.read<{ text: string }[]>(`/api/boards/${boardId}/ideas`)
      expect(ideas.map(({ text }) => text).sort()).toEqual(['Bread', 'Late', 'Soup on Monday'])
    }, 'the list of ideas')

    await ada.must('version.restore', { document, versionId: before })
    await until(() => titleIn(bens.doc, soup).toJSON() === 'Pea Soup on Monday', 'ben to see it undone')
    expect(titleIn(live.doc, bread).toJSON()).toBe('Bread and butter')
    await world.settled()
    const { versions, mayKeep } = await list(document)
    expect(mayKeep).toBe(true)
    expect(versions.map(({ name }) => name)).toEqual([null, null, 'Before the vote'])
    expect(versions.at(-1)).toMatchObject({ versionId, namedBy: { name: 'ada' } })
  })

  test('an idea removed since stays removed, and its card stays away', async () => {
    const { ids, live, document } = await boardWith('Stay', 'Go')
    const [stay, go] = ids as [IdeaId, IdeaId]
    const { versionId } = await ada.must('version.name', { document, name: 'Both' })
    await ada.must('idea.remove', { ideaId: go })
    await until(() => !cardsOf(live.doc).has(go), 'the card to go')
    titleIn(live.doc, stay).insert(0, 'Please ')
    await onDisk(document, (doc) => titleIn(doc, stay).toJSON() === 'Please Stay', 'the words')
    await ada.must('version.restore', { document, versionId })
    await until(() => titleIn(live.doc, stay).toJSON() === 'Stay', 'the restore')
    expect(cardsOf(live.doc).has(go)).toBe(false)
    const version = await content(document, versionId)
    expect(version).toMatchObject({ kind: 'board' })
    expect(version.kind === 'board' && version.cards.find((card) => card.ideaId === go)).toMatchObject({
      title: 'Go',
      number: 2,
      removed: true,
    })
  })

  test('a proposal is kept and brought back by whoever may write in it', async () => {
    const { boardId, ids } = await boardWith('Worked out')
    await ben.read(`/api/boards/${boardId}`)
    const { live, write, document, says } = await proposalOf(ids[0]!, ben)
    write('The first words')
    await onDisk(document, (doc) => proposalContent(doc).toString().includes('first words'), 'the words')
    const { versionId } = await ben.must('version.name', { document, name: 'Mine' })
    const then = says()
    const adas = await proposalOf(ids[0]!)
    live.doc.transact(() => proposalContent(live.doc).delete(0, 3))
    write('Something else')
    await until(() => adas.says().includes('Something else'), 'ada to see it')
    await ben.must('version.restore', { document, versionId })
    await until(() => adas.says() === then, 'ada to see it brought back')
    const version = await content(document, versionId, ben)
    expect(JSON.stringify(version)).toContain('The first words')
    expect(JSON.stringify(await content(document, 'now'))).toContain('The first words')
  })

  test('minutes are kept and brought back by whoever may write in them, a guest included; in the archive only looked at', async () => {
    const { boardId, joinCode } = await ada.must('board.create', { title: 'Lunch' })
    const gus = await world.guest(joinCode, 'gus')
    const document = await minutesOn(boardId)
    const live = gus.document(document)
    await until(() => proposalContent(live.doc).length > 3, 'the minutes')
    const says = () => proposalContent(live.doc).toString()
    const then = says()
    const { versionId } = await gus.must('version.name', { document, name: 'As they were' })
    live.doc.transact(() => {
      proposalContent(live.doc).delete(1, 2)
      const line = new Y.XmlElement('paragraph')
      line.insert(0, [new Y.XmlText('It was a good day.')])
      proposalContent(live.doc).insert(0, [line])
    })
    await onDisk(document, (doc) => proposalContent(doc).toString().includes('a good day'), 'the words')
    await world.app.versions.keepDue(later(11 * MINUTE_MS))
    expect(await list(document, ben)).toMatchObject({
      mayKeep: true,
      versions: [
        { name: null, editors: [{ name: 'gus' }] },
        { versionId, namedBy: { name: 'gus' } },
      ],
    })
    expect(await content(document, versionId, ben)).toMatchObject({ kind: 'minutes' })
    expect(JSON.stringify(await content(document, 'now'))).toContain('It was a good day.')
    const { before } = await ben.must('version.restore', { document, versionId })
    await until(() => says() === then, 'the minutes to be back')
    await ben.must('version.restore', { document, versionId: before })
    await until(() => says().includes('a good day'), 'that to be undone')

    await ada.must('board.archive', { boardId })
    expect(await gus.command('version.restore', { document, versionId })).toMatchObject({
      error: { reason: 'board-archived' },
    })
    expect(await list(document, gus)).toMatchObject({ mayKeep: false })
    await ada.must('board.restore', { boardId })
    await ada.must('board.update', { boardId, joining: 'invited' })
    const eve = await world.person('eve')
    for (const path of ['versions', `versions/${versionId}`, 'versions/now'])
      expect([path, (await eve.get(`/api/documents/${document}/${path}`)).status]).toEqual([path, 404])
    expect(await eve.command('version.restore', { document, versionId })).toMatchObject({
      error: { reason: 'not-found' },
    })
    live.close()
  })

  test('versions are kept by themselves: once in ten minutes, while people write, with who wrote', async () => {
    const { live, ids, document } = await boardWith('Written together')
    const keep = (ms: number) => world.app.versions.keepDue(later(ms))
    const edit = async (who: Person, doc: Y.Doc, text: string) => {
      titleIn(doc, ids[0]!).insert(0, text)
      await onDisk(document, (stored) => titleIn(stored, ids[0]!).toJSON().includes(text), `${who.name}'s words`)
    }
    await edit(ada, live.doc, 'a')
    await keep(limits.VERSION_EVERY_MINUTES * MINUTE_MS - 5_000)
    expect((await list(document)).versions).toEqual([])
    await keep(limits.VERSION_EVERY_MINUTES * MINUTE_MS + 5_000)
    const bens = ben.document(document)
    await bens.synced()
    await edit(ben, bens.doc, 'b')
    await keep(2 * limits.VERSION_EVERY_MINUTES * MINUTE_MS - 5_000)
    expect((await list(document)).versions).toHaveLength(1)
    // The log forgets who wrote long before the next version is due.
    await world.app.sync.compact(document)
    await keep(2 * limits.VERSION_EVERY_MINUTES * MINUTE_MS + 10_000)
    await keep(3 * limits.VERSION_EVERY_MINUTES * MINUTE_MS + 20_000)
    const { versions } = await list(document)
    expect(versions.map(({ name, editors }) => [name, editors.map((one) => one.name)])).toEqual([
      [null, ['ben']],
      [null, ['ada']],
    ])
  })

  test('F68 deleted text is nowhere in the log a day later; where it is kept on purpose it has an end', async () => {
    const CANARY = 'kanarie-in-een-kaart'
    const OTHER = 'kanarie-in-een-voorstel'
    const GONE = 'kanarie-in-een-weg-idee'
    const { live, ids, document } = await boardWith('Here', `${GONE} stays with its idea`)
    const [here, gone] = ids as [IdeaId, IdeaId]
    const proposal = await proposalOf(here)
    titleIn(live.doc, here).insert(0, CANARY)
    proposal.write(OTHER)
    await onDisk(document, (doc) => titleIn(doc, here).toJSON().startsWith(CANARY), 'the card')
    await onDisk(proposal.document, (doc) => proposalContent(doc).toString().includes(OTHER), 'the proposal')
    // Some of it is in a snapshot already when it is deleted.
    await world.app.sync.compact(document)
    await world.app.versions.keepDue(later(11 * MINUTE_MS))
    titleIn(live.doc, here).delete(0, CANARY.length)
    proposal.live.doc.transact(() => proposalContent(proposal.live.doc).delete(0, 1))
    await ada.must('idea.remove', { ideaId: gone })
    await onDisk(
      document,
      (doc) => titleIn(doc, here).toJSON() === 'Here' && !cardsOf(doc).has(gone),
      'the card to change',
    )
    await onDisk(proposal.document, (doc) => !proposalContent(doc).toString().includes(OTHER), 'the proposal to change')
    live.close()
    proposal.live.close()

    const tables = ['sync_updates.bytes', 'sync_documents.snapshot', 'document_versions.state']
    async function found(words: string): Promise<string[]> {
      const seen: string[] = []
      for (const place of tables) {
        const [table, column] = place.split('.') as [string, string]
        const { rows } = await world.app.database.db.execute<{ n: number }>(
          sql`select count(*)::int as n from ${sql.identifier(table)}
            where position(${Buffer.from(words)}::bytea in ${sql.identifier(column)}) > 0`,
        )
        if (Number(rows[0]?.n) > 0) seen.push(place)
      }
      return seen
    }
    for (const words of [CANARY, OTHER]) expect(await found(words)).toContain('document_versions.state')
    expect(await found(CANARY)).toContain('sync_documents.snapshot')
    expect(await found(OTHER)).toContain('sync_updates.bytes')

    await world.app.versions.forgetDeleted(later(limits.DELETED_TEXT_KEPT_HOURS * HOUR_MS - 10 * MINUTE_MS))
    expect(await found(OTHER)).toContain('sync_updates.bytes')
    await world.app.versions.forgetDeleted(later(limits.DELETED_TEXT_KEPT_HOURS * HOUR_MS + MINUTE_MS))
    for (const words of [CANARY, OTHER, GONE]) expect(await found(words)).toEqual(['document_versions.state'])
    // Twice, or on two nodes, is no harm; nor does anybody lose what was not deleted.
    expect(await world.app.versions.forgetDeleted(later(25 * HOUR_MS))).toBe(0)
    await onDisk(document, (doc) => titleIn(doc, here).toJSON() === 'Here', 'the rest')

    await world.app.versions.forgetDeleted(later((limits.VERSIONS_KEPT_DAYS + 1) * DAY_MS))
    for (const words of [CANARY, OTHER, GONE]) expect(await found(words)).toEqual([])
  })

  test('a named version outlives that, until somebody removes it', async () => {
    const { document } = await boardWith('Kept')
    const { versionId } = await ada.must('version.name', { document, name: 'For good' })
    await world.app.versions.forgetDeleted(later(400 * DAY_MS))
    expect((await list(document)).versions.map((version) => version.versionId)).toEqual([versionId])
    await ada.must('version.remove', { document, versionId })
    expect((await list(document)).versions).toEqual([])
    expect(await ada.command('version.remove', { document, versionId })).toMatchObject({
      error: { kind: 'not-found', reason: 'no-such-version' },
    })
  })

  test('what holds nothing new is not kept twice; one kept by itself can be given a name', async () => {
    const { document } = await boardWith('Once')
    await world.app.versions.keepDue(later(11 * MINUTE_MS))
    const [kept] = (await list(document)).versions
    expect(await ada.must('version.name', { document, name: 'Now' })).toEqual({ versionId: kept?.versionId })
    const renamed = { document, name: 'Then', versionId: kept!.versionId }
    const answers = [await ada.command('version.name', renamed, { key: 'k' })]
    answers.push(await ada.command('version.name', renamed, { key: 'k' }))
    expect(answers[1]).toEqual(answers[0])
    expect((await list(document)).versions).toMatchObject([{ versionId: kept?.versionId, name: 'Then' }])
  })

  test('a restore sent twice with one key happens once', async () => {
    const { ids, live, document } = await boardWith('Said')
    const { versionId } = await ada.must('version.name', { document, name: 'Said' })
    titleIn(live.doc, ids[0]!).insert(4, ' more')
    await onDisk(document, (doc) => titleIn(doc, ids[0]!).toJSON() === 'Said more', 'the words')
    const first = await ada.command('version.restore', { document, versionId }, { key: 'once' })
    await until(() => titleIn(live.doc, ids[0]!).toJSON() === 'Said', 'the restore')
    titleIn(live.doc, ids[0]!).insert(4, ' again')
    await onDisk(document, (doc) => titleIn(doc, ids[0]!).toJSON() === 'Said again', 'the words')
    expect(await ada.command('version.restore', { document, versionId }, { key: 'once' })).toEqual(first)
    await world.settled()
    expect(titleIn(live.doc, ids[0]!).toJSON()).toBe('Said again')
  })

  test('one named version too many, a name too long, and one for a document that has none', async () => {
    const { document } = await boardWith('Many')
    const refusal = async (input: { document: string; name: string; versionId?: VersionId }) => {
      const outcome = await ada.command('version.name', input)
      return outcome.ok ? null : [outcome.error.reason, outcome.error.limit]
    }
    const most = limits.VERSIONS_NAMED_MAX
    await world.app.database.db.execute(sql`
      insert into document_versions (version_id, document, seq, state, name)
      select 'made' || n || ${document}, ${document}, 0, '\\x0000', 'made' from generate_series(1, ${most - 1}) n`)
    expect(await refusal({ document, name: 'The last' })).toBeNull()
    expect(await refusal({ document, name: 'One more' })).toEqual(['too-many-versions', most])
    expect(await refusal({ document, name: 'x'.repeat(limits.VERSION_NAME_MAX_CHARS + 1) })).toEqual([
      'too-long',
      undefined,
    ])
    expect(await refusal({ document: 'ledger.' + 'a'.repeat(22), name: 'x' })).toEqual(['not-a-document', undefined])
  })

  test('one byte too many in one version, and in all named ones together', async () => {
    const { document } = await boardWith('Heavy')
    const { db, transaction } = world.app.database
    let seq = 1_000
    const kept = async (bytes: number, name: string | null) => {
      const stored = { seq: seq++, state: new Uint8Array(bytes) }
      const made = { document, at: new Date(), newId: () => `heavy${seq}${document}`, namedBy: null, anonymous: false }
      const outcome = await transaction((tx) => keepVersion(tx, { ...made, name, stored }))
      return outcome.ok ? 'kept' : [outcome.error.reason, outcome.error.limit]
    }
    const most = limits.VERSION_MAX_BYTES
    expect(await kept(most, null)).toBe('kept')
    expect(await kept(most + 1, null)).toEqual(['version-too-large', most])
    const all = limits.VERSIONS_MAX_BYTES_PER_DOCUMENT
    await db.execute(sql`
      insert into document_versions (version_id, document, seq, state, name)
      select 'weight' || ${document}, ${document}, 0, convert_to(repeat('x', ${all - 10}), 'UTF8'), 'made'`)
    expect(await kept(11, 'Too much')).toEqual(['versions-too-large', all])
    expect(await kept(10, 'Just right')).toBe('kept')
    // Those kept by themselves give way; the newest of them stays, so that a restore can always be undone.
    expect(await kept(100, null)).toBe('kept')
    const { versions } = await list(document)
    expect(versions.map(({ name }) => name)).toEqual([null, 'Just right', 'made'])
  })

  test('an archived board and a locked one keep no versions and bring none back; everybody may look', async () => {
    const { boardId, document } = await boardWith('Closed')
    const { versionId } = await ada.must('version.name', { document, name: 'Open' })
    for (const [close, open, reason] of [
      [{ locked: true }, { locked: false }, 'board-locked'],
      [null, null, 'board-archived'],
    ] as const) {
      if (close) await ada.must('board.lock', { boardId, ...close })
      else await ada.must('board.archive', { boardId })
      for (const name of ['version.name', 'version.restore', 'version.remove'] as const) {
        const input = name === 'version.name' ? { document, name: 'x' } : { document, versionId }
        expect([name, await ada.command(name, input as never)]).toMatchObject([name, { error: { reason } }])
      }
      expect(await list(document)).toMatchObject({ mayKeep: false, versions: [{ versionId }] })
      expect(await list(document, ben)).toMatchObject({ mayKeep: false })
      if (open) await ada.must('board.lock', { boardId, ...open })
    }
  })

  test('F78 on an anonymous board no version tells who wrote, or who named it', async () => {
    const { boardId, joinCode } = await ada.must('board.create', { title: 'Hush', naming: 'anonymous' })
    const gus = await world.guest(joinCode, 'gus')
    const document = boardDocument(boardId)
    const { ideaId } = await gus.must('idea.add', { boardId, text: 'Whisper' })
    const live = await gus.board(boardId)
    await until(() => cardsOf(live.doc).has(ideaId), 'the card')
    titleIn(live.doc, ideaId).insert(0, 'Quiet ')
    await onDisk(document, (doc) => titleIn(doc, ideaId).toJSON().startsWith('Quiet'), 'the words')
    await world.app.versions.keepDue(later(11 * MINUTE_MS))
    titleIn(live.doc, ideaId).insert(0, 'Very ')
    await onDisk(document, (doc) => titleIn(doc, ideaId).toJSON().startsWith('Very'), 'more words')
    await ada.must('version.name', { document, name: 'Named' })
    await world.app.versions.keepDue(later(30 * MINUTE_MS))
    const { versions } = await list(document, gus)
    expect(versions).toHaveLength(2)
    for (const version of versions) expect(version).toMatchObject({ editors: [], namedBy: null })
    const minutes = await minutesOn(boardId)
    const words = gus.document(minutes)
    await until(() => proposalContent(words.doc).length > 3, 'the minutes')
    proposalContent(words.doc).insert(0, [new Y.XmlElement('paragraph')])
    await onDisk(minutes, (doc) => proposalContent(doc).length === proposalContent(words.doc).length, 'the paragraph')
    await gus.must('version.name', { document: minutes, name: 'Mine' })
    await world.app.versions.keepDue(later(30 * MINUTE_MS))
    expect(await list(minutes, gus)).toMatchObject({ versions: [{ name: 'Mine', namedBy: null, editors: [] }] })
    words.close()
    const { rows } = await world.app.database.db.execute(
      sql`select * from document_versions where document in (${document}, ${minutes}) and (named_by is not null or editors <> '[]')`,
    )
    expect(rows).toEqual([])
  })

  test('F57 who may not read a document is not told that it has versions', async () => {
    const { boardId, ids, document } = await boardWith('Private')
    await ada.must('board.update', { boardId, joining: 'invited' })
    const { versionId } = await ada.must('version.name', { document, name: 'Mine' })
    const absent = await ben.get(`/api/documents/board.${'z'.repeat(22)}/versions`)
    for (const name of [document, proposalDocument(ids[0]!), `ledger.${boardId}`, 'nonsense']) {
      for (const path of ['versions', `versions/${versionId}`, 'versions/now']) {
        const answer = await ben.get(`/api/documents/${name}/${path}`)
        expect([name, path, answer.status, answer.body]).toEqual([name, path, 404, absent.body])
      }
    }
    // A version of one document is not to be had through another that one may read.
    const own = await boardWith('Other')
    expect((await ada.get(`/api/documents/${own.document}/versions/${versionId}`)).status).toBe(404)
    const elsewhere = await ada.command('version.restore', { document: own.document, versionId })
    expect(elsewhere).toMatchObject({ error: { reason: 'no-such-version' } })
  })
})
