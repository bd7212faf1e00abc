// Owns: the organisation through the public interface: its list from a file and back into one, who may see it, who is suggested
// for an idea, and figures of answering that tell of nobody in particular.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type {
  AbsencesView,
  AnsweringView,
  ListedPerson,
  ListImport,
  OrganisationView,
  SponsorSuggestion,
} from '../../shared/organisation-views.ts'
import type { Person } from '../support/people.ts'
import { startWorld, type World } from '../support/world.ts'

const FILE = `naam;e-mailadres;afdeling;leidinggevende;plaatsvervanger
Sue de Vries;SUE@example.org;Zorg;Zoë Bos;dirk@example.org
Dirk Jansen;dirk@example.org;Zorg;sue@example.org;
Zoë Bos;zoe@example.org;Directie;;
Ann;ann@example.org;Zorg;sue@example.org;
Niemand;;Zorg;;
Vreemd;vreemd@example.org;Zorg;weg@example.org;
`

describe('the organisation', () => {
  let world: World
  let ada: Person
  let sue: Person
  let ann: Person
  let gus: Person
  let boardId: BoardId
  let joinCode: string

  const upload = (who: Person, text: string | Uint8Array, query = '') => {
    const body = new FormData()
    body.append('file', new Blob([text as BlobPart], { type: 'text/csv' }), 'people.csv')
    return who.request('POST', `/api/organisation/import${query}`, { body })
  }

  beforeAll(async () => {
    world = await startWorld()
    ada = await world.person('ada')
    sue = await world.person('sue')
    ;({ boardId, joinCode } = await ada.must('board.create', { title: 'Care' }))
    gus = await world.guest(joinCode, 'gus')
  })
  afterAll(() => world?.close())

  test('a file in Dutch, as Excel writes it, is shown first and then taken', async () => {
    // Windows-1252: its ë is one byte.
    const bytes = Uint8Array.from(FILE, (letter) => letter.charCodeAt(0))
    const preview = (await upload(ada, bytes, '?dryRun=1')).body as ListImport
    expect(preview).toMatchObject({ applied: false, total: 6, addedCount: 5, goneCount: 0, encoding: 'windows-1252' })
    expect(preview.problems).toEqual([
      { line: 6, kind: 'no-email', value: 'Niemand' },
      { line: 7, kind: 'unknown-manager', value: 'weg@example.org' },
    ])
    expect(await ada.read<ListedPerson[]>('/api/organisation/people')).toEqual([])
    expect((await upload(ada, bytes)).body).toMatchObject({ applied: true, addedCount: 5 })
    const people = await ada.read<ListedPerson[]>('/api/organisation/people')
    expect(people.find(({ email }) => email === 'sue@example.org')).toEqual({
      email: 'sue@example.org',
      name: 'Sue de Vries',
      unit: 'Zorg',
      managerEmail: 'zoe@example.org',
      deputyEmail: 'dirk@example.org',
      userId: sue.userId,
    })
    expect(await ada.read<OrganisationView>('/api/organisation')).toMatchObject({ listed: 5 })
  })

  test('what is downloaded is read back without a change', async () => {
    const { text, headers } = await ada.get('/api/organisation/people.csv')
    expect(headers.get('content-disposition')).toContain('organisation.csv')
    expect((await upload(ada, text, '?dryRun=1')).body).toMatchObject({
      addedCount: 0,
      changedCount: 0,
      unchangedCount: 5,
      goneCount: 0,
      problemCount: 0,
    })
  })

  test('the unit of the list is the unit of whoever has none of their own, before and after they sign up', async () => {
    ann = await world.person('ann')
    for (const person of [sue, ann]) {
      expect(await person.read('/api/me')).toMatchObject({ user: { unit: 'Zorg' } })
    }
  })

  test('the list, its settings and its file are for admins; to a guest there is no organisation', async () => {
    const paths = ['/api/organisation', '/api/organisation/people', '/api/organisation/people.csv']
    for (const path of paths) {
      expect([path, (await sue.get(path)).status, (await gus.get(path)).status]).toEqual([path, 403, 404])
    }
    expect((await upload(sue, FILE)).status).toBe(403)
    expect((await upload(gus, FILE)).status).toBe(404)
    expect((await sue.get(`/api/absences?userId=${ada.userId}`)).status).toBe(403)
    expect([(await gus.get('/api/absences')).status, (await gus.get('/api/answering')).status]).toEqual([404, 404])
  })

  test('somebody says when they are away, and sees who stands behind them', async () => {
    const dirk = await world.person('dirk')
    await sue.must('absence.set', { from: '2099-07-01', to: '2099-07-14' })
    expect(await sue.read<AbsencesView>('/api/absences')).toMatchObject({
      absences: [{ from: '2099-07-01', to: '2099-07-14' }],
      deputy: { userId: dirk.userId },
      manager: null, // not yet: she has no account
    })
  })

  describe('an idea', () => {
    let ideaId: IdeaId
    let bob: Person
    const suggested = async (who: Person, of = ideaId) =>
      (await who.read<SponsorSuggestion[]>(`/api/ideas/${of}/sponsor-suggestions`)).map(({ person, reasons }) => [
        person.userId,
        reasons.map(({ kind }) => kind),
      ])

    beforeAll(async () => {
      bob = await world.person('bob')
      for (const { userId } of [sue, bob]) await ada.must('role.grant', { userId, role: 'sponsor' })
      ideaId = (await ann.must('idea.add', { boardId, text: 'Warm meals' })).ideaId
    })

    test('is suggested to whoever leads its author’s unit first, and to nobody twice', async () => {
      expect(await suggested(ada)).toEqual([
        [sue.userId, ['leads-unit']],
        [bob.userId, []],
      ])
      await bob.must('profile.update', { unit: 'zorg' })
      expect((await suggested(ada))[1]).toEqual([bob.userId, ['same-unit']])
      await ada.must('idea.escalate', { ideaId, sponsorId: sue.userId, why: 'For the winter' })
      expect(await suggested(ada)).toEqual([[bob.userId, ['same-unit']]])
    })

    test('of an anonymous board is suggested by the unit of whoever asks, never by its author’s', async () => {
      const anonymous = await ada.must('board.create', { title: 'Quietly', naming: 'anonymous' })
      await ann.request('POST', '/api/join', { json: { code: anonymous.joinCode } })
      const quiet = (await ann.must('idea.add', { boardId: anonymous.boardId, text: 'Shorter nights' })).ideaId
      const reasons = async (who: Person) =>
        (await who.read<SponsorSuggestion[]>(`/api/ideas/${quiet}/sponsor-suggestions`)).flatMap((one) =>
          one.reasons.map(({ kind }) => kind),
        )
      expect(await reasons(ada)).toEqual([])
      expect(await reasons(ann)).toEqual(['leads-unit', 'same-unit'])
    })

    test('has no suggestions for a guest, nor for whoever may not see it', async () => {
      expect((await gus.get(`/api/ideas/${ideaId}/sponsor-suggestions`)).status).toBe(404)
      const invited = await bob.must('board.create', { title: 'Ours', joining: 'invited' })
      const ours = await bob.must('idea.add', { boardId: invited.boardId, text: 'Between us' })
      expect((await ann.get(`/api/ideas/${ours.ideaId}/sponsor-suggestions`)).status).toBe(404)
    })

    test('figures of one sponsor are for them and the admin, until the organisation opens them', async () => {
      const { escalationId } = await ada.must('idea.escalate', { ideaId, sponsorId: bob.userId, why: 'For the winter' })
      await bob.must('escalation.answer', { escalationId, answer: 'ask', question: 'For whom?' })
      const view = (who: Person) => who.read<AnsweringView>('/api/answering')
      const figures = { answered: 1, inTime: 1, waiting: 0 }
      expect(await view(bob)).toMatchObject({ overall: null, open: null, units: [], mine: figures, people: null })
      expect(await view(ann)).toMatchObject({ overall: null, open: null, units: [], mine: null, people: null })
      expect((await view(ada)).people?.map(({ person }) => person.userId)).toEqual([bob.userId, sue.userId])
      await ada.must('organisation.update-settings', { sponsorFiguresOpen: true })
      expect(await view(ann)).toMatchObject({
        overall: { ...figures, waiting: 1 },
        open: { waiting: 1 },
        mine: null,
        opened: true,
      })
    })
  })
})
