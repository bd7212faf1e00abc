// Owns: who may do what, from outside, over HTTP: everybody × every command, every route and every document (FAULTS H6).
// Nothing is listed twice: a command, route or document that is new and not in here fails.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../shared/commands.ts'
import { boardDocument, ledgerDocument, proposalDocument } from '../../shared/documents.ts'
import { REFUSAL_KINDS, type Outcome } from '../../shared/outcome.ts'
import { allows, type Standing } from '../../shared/permissions.ts'
import { CLOSE, readNotice } from '../../shared/wire.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'
import { type Ground, INPUTS, makeBoard, makeIdea, type People } from './every-command.ts'

/** How each of them stands to a board, and to an idea and comment on it that `author` wrote. */
const STANDING = {
  stranger: null,
  'guest of another board': [],
  guest: ['guest'],
  member: ['member', 'participant'],
  'member of an invited board, not invited': ['member'],
  author: ['member', 'participant', 'author', 'addressed'], // of a case: they raised it
  facilitator: ['member', 'participant', 'facilitator'],
  sponsor: ['member', 'sponsor', 'participant', 'addressed'],
  admin: ['member', 'admin', 'participant'],
  'admin, not invited': ['member', 'admin'],
} as const satisfies Record<string, readonly Standing[] | null>
type Who = keyof typeof STANDING
const EVERYBODY = Object.keys(STANDING) as Who[]

// y: may; f: forbidden; n: not found; s: sign in. In the order of STANDING. Written by hand on purpose: whoever changes a
// permission changes this table too, and sees for whom.
const TABLE: Record<CommandName, string> = {
  'board.create': 'snnyyyyyyy',
  'board.create-example': 'snnyyyyyyy',
  'board.update': 'snffnfyffn',
  'board.lock': 'snffnfyffn',
  'board.archive': 'snffnfyffn',
  'board.restore': 'snffnfyffn',
  'board.rotate-code': 'snffnfyffn',
  'board.add-facilitator': 'snffnfyffn',
  'board.remove-facilitator': 'snffnfyffn',
  'board.remove-person': 'snffnfyffn',
  'board.show': 'snfynyyyyn',
  'column.add': 'snffnfyffn',
  'column.update': 'snffnfyffn',
  'column.remove': 'snffnfyffn',
  'idea.add': 'snyynyyyyn',
  'idea.add-many': 'snyynyyyyn',
  'idea.update': 'snffnyyffn',
  'idea.remove': 'snffnyyffn',
  'idea.restore': 'snffnyyffn',
  'idea.like': 'snyynyyyyn',
  'idea.set-stage': 'snffnfyffn',
  'idea.escalate': 'snfynyyyyn',
  'escalation.answer': 'snffnyfyfn',
  'outcome.promise': 'snffnyyyfn',
  'outcome.measure': 'snffnyyyfn',
  'milestone.add': 'snffnyyyfn',
  'milestone.update': 'snffnyyyfn',
  'milestone.done': 'snffnyyyfn',
  'milestone.remove': 'snffnyyyfn',
  'comment.add': 'snyynyyyyn',
  'comment.update': 'snffnyfffn',
  'comment.remove': 'snffnyyffn',
  'round.open': 'snffnfyffn',
  'round.close': 'snffnfyffn',
  'round.tighten': 'snffnfyffn',
  'vote.cast': 'snyynyyyyn',
  'vote.score': 'snyynyyyyn',
  'vote.choose': 'snyynyyyyn',
  'vote.rank': 'snyynyyyyn',
  'version.name': 'snffnfyffn',
  'version.restore': 'snffnfyffn',
  'version.remove': 'snffnfyffn',
  'session.start': 'snffnfyffn',
  'session.advance': 'snffnfyffn',
  'session.keep-open': 'snffnfyffn',
  'session.undo': 'snffnfyffn',
  'session.plan': 'snffnfyffn',
  'session.timer': 'snffnfyffn',
  'session.end': 'snffnfyffn',
  'session.ready': 'snyynyyyyn',
  'session.hand': 'snyynyyyyn',
  'session.lower-hand': 'snffnfyffn',
  'session.share-lead': 'snffnfyffn',
  'session.hand-over': 'snffnfyffn',
  'session.deputy': 'snffnfyffn',
  'session.take-over': 'snyynyyyyn',
  'session.summon': 'snffnfyffn',
  'session.roam': 'snyynyyyyn',
  'session.react': 'snyynyyyyn',
  'idea.report': 'snyynyyyyn',
  'report.decide': 'snffnfyfyn',
  'recipe.save': 'snnyyyyyyy',
  'recipe.remove': 'snnyyyyyyy',
  'sealed.update': 'snyynyyyyn',
  'sealed.remove': 'snyynyyyyn',
  'discussion.go': 'snffnfyffn',
  'discussion.mark': 'snffnfyffn',
  'discussion.order': 'snffnfyffn',
  'discussion.timer': 'snffnfyffn',
  'discussion.ask-more': 'snffnfyffn',
  'discussion.answer-more': 'snyynyyyyn',
  'entry.add': 'snyynyyyyn',
  'entry.update': 'snyynyyyyn',
  'entry.done': 'snyynyyyyn',
  'entry.remove': 'snyynyyyyn',
  'seat.add': 'snyynyyyyn',
  'seat.add-proxy': 'snffnfyffn',
  'seat.rename': 'snyynyyyyn',
  'seat.remove': 'snyynyyyyn',
  'goal.add': 'snnfffffyy',
  'goal.update': 'snnyyyyyyy',
  'goal.move': 'snnfffffyy',
  'goal.close': 'snnfffffyy',
  'goal.reopen': 'snnfffffyy',
  'goal.add-reading': 'snnyyyyyyy',
  'goal.remove-reading': 'snnyyyyyyy',
  'board.set-goals': 'snffnfyffn',
  'idea.set-goals': 'snffnyyffn',
  'business-case.update': 'snyynyyyyn',
  'estimate.set': 'snyynyyyyn',
  'estimate.remove': 'snyynyyyyn',
  'idea.own': 'snfynyyyyn',
  'idea.ask-name': 'snfynyyyyn',
  'idea.sign': 'snffnyfffn',
  'profile.update': 'syyyyyyyyy',
  'profile.remove-photo': 'syyyyyyyyy',
  'inbox.mark-read': 'snnyyyyyyy',
  'notifications.set': 'snnyyyyyyy',
  'webhook.add': 'snnfffffyy',
  'webhook.update': 'snnfffffyy',
  'webhook.remove': 'snnfffffyy',
  'webhook.renew-secret': 'snnfffffyy',
  'webhook.test': 'snnfffffyy',
  'webhook.redeliver': 'snnfffffyy',
  'organisation.set-person': 'snnfffffyy',
  'organisation.remove-person': 'snnfffffyy',
  'organisation.update-settings': 'snnfffffyy',
  'absence.set': 'snnyyyyyyy',
  'absence.remove': 'snnyyyyyyy',
  'deputy.set': 'snnyyyyyyy',
  'role.grant': 'snnfffffyy',
  'role.revoke': 'snnfffffyy',
}

let world: World
let people: People & { ada: Person; stranger: Person; guest: Person; elsewhere: Person; member: Person }
let open: Ground
let invited: Ground

beforeAll(async () => {
  world = await startWorld()
  const ada = await world.person('ada') // the first account: admin
  const facilitator = await world.person('fay')
  const author = await world.person('ann')
  const sponsor = await world.person('sue')
  const someone = await world.person('sam')
  await ada.must('role.grant', { userId: sponsor.userId, role: 'sponsor' })
  open = await makeBoard({ facilitator, author, sponsor, someone })
  invited = await makeBoard({ facilitator, author, sponsor, someone })
  await facilitator.must('board.update', { boardId: invited.boardId, joining: 'invited' })
  const other = await facilitator.must('board.create', { title: 'Elsewhere' })
  people = {
    ada,
    facilitator,
    author,
    sponsor,
    someone,
    member: await world.person('mia'),
    guest: await world.guest(open.joinCode, 'gus'),
    elsewhere: await world.guest(other.joinCode, 'eve'),
    stranger: world.stranger(),
  }
})
afterAll(() => world.close())

const personOf: Record<Who, () => Person> = {
  stranger: () => people.stranger,
  'guest of another board': () => people.elsewhere,
  guest: () => people.guest,
  member: () => people.member,
  'member of an invited board, not invited': () => people.member,
  author: () => people.author,
  facilitator: () => people.facilitator,
  sponsor: () => people.sponsor,
  admin: () => people.ada,
  'admin, not invited': () => people.ada,
}
const groundOf = (who: Who) => (who.includes('not invited') ? invited : open)

// By the reasons that are asked before any rule of a room; a room's own "no such facilitator" came past the permission.
const LETTER: Record<string, string> = { forbidden: 'f', 'not-found': 'n', 'sign-in': 's' }
const letterOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'y' : (LETTER[outcome.error.reason] ?? 'y'))

/** What the table of permissions says, by the rules of who may know that something is there. */
function promised(name: CommandName, who: Who): string {
  const standing = STANDING[who]
  if (standing === null) return 's'
  const { permission, scope } = COMMANDS[name]
  const about = scope === 'idea' || scope === 'comment'
  const wrote = (one: Standing) => one !== 'author' || about
  const asked = (one: Standing) => one !== 'addressed' || scope === 'escalation'
  const roles = who.startsWith('guest') ? (['guest'] as const) : standing
  const standings = new Set<Standing>((scope === 'organisation' ? roles : standing).filter((s) => wrote(s) && asked(s)))
  const allowed = allows(permission, standings)
  if (scope === 'organisation') return allowed ? 'y' : who.startsWith('guest') ? 'n' : 'f'
  if (!allows('board.read', standings) && !standings.has('addressed')) return 'n'
  return allowed ? 'y' : 'f'
}

describe('H6 everybody × every command', () => {
  test('the table here is what shared/permissions.ts promises', () => {
    const derived = COMMAND_NAMES.map((name) => [name, EVERYBODY.map((who) => promised(name, who)).join('')])
    expect(Object.fromEntries(derived)).toEqual(TABLE)
  })

  test.each(COMMAND_NAMES)('%s', async (name) => {
    const answers: string[] = []
    for (const who of EVERYBODY) {
      const ground = await freshFor(name, groundOf(who))
      const json = INPUTS[name](ground)
      const { status, body } = await personOf[who]().request('POST', `/api/commands/${name}`, { json })
      const outcome = body as Outcome<unknown>
      const kind = outcome.ok ? null : outcome.error.kind
      expect([who, status]).toEqual([who, kind === null ? 200 : REFUSAL_KINDS[kind].status])
      // A refusal that is neither of rights nor of rules would hide what this asks.
      expect([who, kind]).not.toEqual([who, expect.stringMatching(/^(invalid|internal|retry|too-)/)])
      answers.push(letterOf(outcome))
    }
    expect(answers.join('')).toBe(TABLE[name])
    await mended(name)
  })

  /** Something of its own for each, where one taking it away would leave the next with nothing to be refused. */
  async function freshFor(name: CommandName, ground: Ground): Promise<Ground> {
    const { scope } = COMMANDS[name]
    const fresh = scope === 'idea' || scope === 'comment' || scope === 'escalation'
    return fresh ? { ...ground, ...(await makeIdea(ground, people.author)) } : ground
  }

  /** What one command did to the whole board is undone before the next. */
  async function mended(name: CommandName): Promise<void> {
    const { facilitator } = people
    if (name === 'board.archive') await facilitator.must('board.restore', { boardId: open.boardId })
    if (name === 'board.add-facilitator') {
      await facilitator.command('board.remove-facilitator', { boardId: open.boardId, userId: open.someoneId })
    }
    if (name === 'column.remove') {
      const { columnId } = await facilitator.must('column.add', { boardId: open.boardId, title: 'Now' })
      open = { ...open, columnId }
    }
    if (name === 'round.close') {
      const votes = { method: 'dots', budget: 3, maxPerIdea: 1, blind: false, secret: false } as const
      const { roundId } = await facilitator.must('round.open', { boardId: open.boardId, ...votes })
      open = { ...open, roundId }
    }
  }

  test.each(['version.name', 'version.restore', 'version.remove'] as const)('%s of a proposal', async (name) => {
    const answers: string[] = []
    for (const who of EVERYBODY) {
      const document = proposalDocument(groundOf(who).ideaId)
      const input = name === 'version.name' ? { name: 'Mine' } : { versionId: 'a'.repeat(22) }
      const { body } = await personOf[who]().request('POST', `/api/commands/${name}`, { json: { document, ...input } })
      answers.push(letterOf(body as Outcome<unknown>))
    }
    // Whoever may write in it; past the permission there is nothing written yet, and no such version.
    expect(answers.join('')).toBe('snyynyyyyn')
  })

  test.each(COMMAND_NAMES)('F65 %s refuses fields it does not know', async (name) => {
    for (const field of ['isAdmin', 'authorId', 'createdBy', 'number', '__proto__']) {
      // Spelled out as text: an object literal would take `__proto__` for itself.
      const sound = JSON.stringify(INPUTS[name](open)).slice(1, -1)
      const body = `{${sound}${sound === '' ? '' : ','}${JSON.stringify(field)}:"admin"}`
      const headers = { 'content-type': 'application/json' }
      const answer = await people.facilitator.request('POST', `/api/commands/${name}`, { body, headers })
      expect([field, answer.status, answer.body]).toMatchObject([
        field,
        400,
        { error: { kind: 'invalid', reason: 'unknown-field' } },
      ])
    }
  })
})

describe('F57 a guest × every route', () => {
  // To a guest these are there; each shows one's own board and nothing else.
  const OPEN_TO_GUESTS = ['/api/me', '/api/me/photo', '/api/sign-in-options', '/api/boards']

  /** The address of something on this board: what `:id` means depends on the path. */
  function addressOn(ground: Ground, path: string): string {
    const ids = { '/api/boards/': ground.boardId, '/api/ideas/': ground.ideaId, '/api/rounds/': ground.roundId }
    const id = Object.entries(ids).find(([start]) => path.startsWith(start))?.[1]
    return path
      .replace(':id', id ?? 'a'.repeat(22))
      .replace(':name', boardDocument(ground.boardId))
      .replace(':version', ground.versionId)
  }

  test('what belongs to another board, or to members, is not there', async () => {
    const { elsewhere } = people
    for (const route of world.app.routes) {
      if (route.kind === 'post' || OPEN_TO_GUESTS.includes(route.path)) continue
      const path = addressOn(open, route.path)
      const method = route.kind === 'upload' ? route.method.toUpperCase() : 'GET'
      const upload = route.kind === 'upload' ? { body: 'x', headers: { 'content-type': 'image/png' } } : {}
      const answer = await elsewhere.request(method, path, upload)
      expect([route.path, answer.status]).toEqual([route.path, 404])
      expect([route.path, answer.text]).not.toEqual([route.path, expect.stringContaining('Ground')])
    }
  })

  test('their own board is there, and the list of boards holds it alone', async () => {
    const { guest } = people
    const boards = await guest.read<{ boardId: string }[]>('/api/boards')
    expect(boards.map(({ boardId }) => boardId)).toEqual([open.boardId])
    for (const part of ['', '/ideas', '/people', '/mine']) {
      expect([part, (await guest.get(`/api/boards/${open.boardId}${part}`)).status]).toEqual([part, 200])
    }
    expect(await guest.read(`/api/boards/${open.boardId}`)).toMatchObject({ joinCode: null, joinUrl: null })
  })

  test('F58 what is absent and what is not for them are answered alike', async () => {
    const { elsewhere } = people
    for (const route of world.app.routes) {
      if (route.kind !== 'read' || !/:(?:id|name)/.test(route.path)) continue
      const there = await elsewhere.get(addressOn(open, route.path))
      const nowhere = {
        ...open,
        boardId: 'b'.repeat(22) as typeof open.boardId,
        ideaId: 'b'.repeat(22) as typeof open.ideaId,
      }
      const absent = await elsewhere.get(addressOn(nowhere, route.path))
      expect([route.path, there.status, there.body]).toEqual([route.path, absent.status, absent.body])
    }
  })
})

describe('F61 another site × every unsafe route', () => {
  test('is refused before anything happens', async () => {
    const origin = 'https://evil.example'
    for (const name of COMMAND_NAMES) {
      const json = INPUTS[name](open)
      const answer = await people.facilitator.request('POST', `/api/commands/${name}`, { json, origin })
      expect([name, answer.status]).toEqual([name, 403])
    }
    for (const route of world.app.routes) {
      if (route.kind !== 'post' && route.kind !== 'upload') continue
      const method = route.kind === 'upload' ? route.method.toUpperCase() : 'POST'
      const path = route.path.replace(':id', open.boardId)
      const answer = await people.facilitator.request(method, path, { json: {}, origin })
      expect([path, answer.status]).toEqual([path, 403])
    }
  })
})

describe('everybody × every document', () => {
  // e: may edit; v: may look; n: not allowed; s: sign in. In the order of STANDING; board, ledger, proposal.
  const DOCUMENTS: Record<string, { name: (ground: Ground) => string; access: string }> = {
    board: { name: ({ boardId }) => boardDocument(boardId), access: 'sneeneeeen' },
    ledger: { name: ({ boardId }) => ledgerDocument(boardId), access: 'snvvnvvvvn' },
    proposal: { name: ({ ideaId }) => proposalDocument(ideaId), access: 'sneeneeeen' },
  }

  test.each(Object.entries(DOCUMENTS))('%s', async (_kind, { name, access }) => {
    const seen: string[] = []
    for (const who of EVERYBODY) {
      const told: string[] = []
      const heard = (bytes: Uint8Array) => {
        const notice = readNotice(bytes)
        if (notice?.kind === 'access') told.push(notice.access[0]!)
      }
      const live = personOf[who]().document(name(groundOf(who)), { heard })
      const letter = () => {
        if (live.closed)
          return live.closed.code === CLOSE.signIn ? 's' : live.closed.code === CLOSE.notAllowed ? 'n' : '?'
        return live.provider.synced ? (told.at(-1) ?? false) : false
      }
      seen.push(await until(letter, `${who} to be let in or not`))
      live.close()
    }
    expect(seen.join('')).toBe(access)
  })
})
