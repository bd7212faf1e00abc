// Owns: everything a person can ask the server for, as a list that grows by itself with the API: every route that reads, in
// every form, and every live document whose name can be thought of. For leak tests: the asker's recorder keeps the answers.
import * as Y from 'yjs'
import { boardDocument, ledgerDocument, minutesDocument, proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { Person } from '../support/people.ts'
import { openRaw } from '../support/raw-socket.ts'
import { until } from '../support/until.ts'
import type { World } from '../support/world.ts'

export interface Targets {
  boardId: BoardId
  /** Also such as nobody should know of. */
  ideaIds: readonly IdeaId[]
  userIds: readonly string[]
  /** People at somebody's device: asked for as if it were the asker's. */
  seatIds?: readonly string[]
}

const MANY_FORMS: Record<string, string[]> = {
  '/api/boards/:id/ideas': ['', '?removed=1', '?removed=0&sealed=1'],
}

/** What is told of one person alone, asked for as if anybody sat at this device. */
const PERSONAL = /\/(?:mine|session|seats|ideas)$/

function formsOf(path: string, seatIds: readonly string[]): string[] {
  const forms = MANY_FORMS[path] ?? ['']
  return PERSONAL.test(path) ? [...forms, ...seatIds.map((seatId) => `?seat=${seatId}`)] : forms
}

/** Every path of the API that is read, with every id in the place of its parameters. */
export function addressesOn(world: World, { boardId, ideaIds, userIds, seatIds = [] }: Targets): string[] {
  const documents = [boardDocument(boardId), ledgerDocument(boardId), ...ideaIds.map(proposalDocument)]
  const idsFor = (path: string): readonly string[] => {
    if (path.startsWith('/api/boards/')) return [boardId]
    if (path.startsWith('/api/ideas/') || path.startsWith('/api/images/')) return ideaIds
    return path.startsWith('/api/people/') ? userIds : ['']
  }
  const paths = world.app.routes.flatMap((route) => {
    if (route.kind === 'post' || route.kind === 'upload') return []
    const named = route.path.includes(':name')
      ? documents.map((name) => route.path.replace(':name', name))
      : [route.path]
    const given = named.flatMap((path) => idsFor(route.path).map((id) => path.replace(':id', id)))
    return given
      .map((path) => path.replace(':version', 'a'.repeat(22)))
      .flatMap((path) => formsOf(route.path, seatIds).map((form) => `${path}${form}`))
  })
  return [...new Set([...paths, '/healthz', '/readyz', '/api/openapi.json', '/metrics', `/b/${boardId}`])]
}

/** Names a document might have, had somebody made it. */
export function documentNames({ boardId, ideaIds }: Targets): string[] {
  const guesses = ['sealed', 'session', 'mine', 'private'].map((kind) => `${kind}.${boardId}`)
  return [boardDocument(boardId), ledgerDocument(boardId), boardId, ...guesses, ...ideaIds.map(proposalDocument)]
}

/** Asks for all of it, once. */
export async function sweep(world: World, person: Person, targets: Targets): Promise<void> {
  for (const path of addressesOn(world, targets)) await person.get(path)
  const { body: board } = await person.get(`/api/boards/${targets.boardId}`)
  for (const { roundId } of (board as { rounds?: { roundId: string }[] }).rounds ?? []) {
    for (const what of ['ballot', 'sheet', 'sheet.csv']) await person.get(`/api/rounds/${roundId}/${what}`)
    for (const seat of targets.seatIds ?? []) await person.get(`/api/rounds/${roundId}/ballot?seat=${seat}`)
  }
  for (const ideaId of targets.ideaIds) {
    const { body } = await person.get(`/api/ideas/${ideaId}/cases`)
    for (const { escalationId } of Array.isArray(body) ? (body as { escalationId: string }[]) : []) {
      await person.get(`/api/cases/${escalationId}`)
    }
  }
  const { body: tree } = await person.get('/api/goals')
  for (const { goalId } of (tree as { goals?: { goalId: string }[] }).goals ?? [])
    await person.get(`/api/goals/${goalId}`)
  const { body: listed } = await person.get(`/api/boards/${targets.boardId}/minutes`)
  const ended = Array.isArray(listed) ? (listed as { sessionId: string }[]) : []
  const kept = [boardDocument(targets.boardId), ledgerDocument(targets.boardId)]
  for (const document of [...kept, ...ended.map(({ sessionId }) => minutesDocument(sessionId))]) {
    const { body } = await person.get(`/api/documents/${document}/versions`)
    const { versions = [] } = (body ?? {}) as { versions?: { versionId: string }[] }
    for (const versionId of [...versions.map((version) => version.versionId), 'now']) {
      await person.get(`/api/documents/${document}/versions/${versionId}`)
    }
  }
  for (const { sessionId } of ended) {
    await person.get(`/api/boards/${targets.boardId}/minutes/${sessionId}`)
    await person.get(`/api/boards/${targets.boardId}/minutes/${sessionId}/minutes.md`)
  }
  const names = [...documentNames(targets), ...ended.map(({ sessionId }) => minutesDocument(sessionId))]
  await Promise.all(names.map((name) => lookInto(person, name)))
}

/** As any client opens a document; resolves when it has all of it, or was sent away. */
async function lookInto(person: Person, name: string): Promise<void> {
  const live = person.document(name, { doc: new Y.Doc() })
  await until(() => live.provider.synced || live.closed !== undefined, `${name} to be there or refused`)
  live.close()
}

/** Step 1, and who is there: what a client without manners asks for before it has been let in. */
const QUESTIONS = [Uint8Array.of(0, 0, 1, 0), Uint8Array.of(3), Uint8Array.of(0, 1, 2, 0, 0)]

/** The same without a client's manners: every name, all questions at once, whatever is answered. */
export async function rawSweep(person: Person, targets: Targets): Promise<void> {
  for (const name of documentNames(targets)) {
    const raw = await openRaw({ url: person.url, path: `/sync/${name}`, cookie: person.cookie })
    for (const question of QUESTIONS) raw.send(question)
    await until(() => raw.frames.length > 0 || raw.socket.readyState > 1, `an answer about ${name}`)
    for (const frame of raw.frames) person.recorder?.add(`raw ${name}`, frame)
    raw.close()
  }
}
