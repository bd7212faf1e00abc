// Owns the only shape in which an idea leaves the server (FAULTS R9): lists, pages, exports and the ledger all come from
// here. Fail closed: whatever is not known to be tellable is absent.

import type { LedgerIdea } from '../../shared/documents.ts'
import type {
  BoardId,
  ColumnId,
  EscalationView,
  IdeaId,
  IdeaView,
  Naming,
  NoteColor,
  PersonView,
  Stage,
  UserId,
} from '../../shared/model.ts'
import type { IdeaTally } from './deps.ts'
import type { IdeaRow } from './store.ts'

/** What is known around the ideas, already cut to what this viewer may know. */
export interface Viewing {
  naming: Naming
  people: ReadonlyMap<UserId, PersonView>
  tallies: ReadonlyMap<IdeaId, IdeaTally[]>
  escalations: ReadonlyMap<IdeaId, EscalationView[]>
}

export function ideaView(row: IdeaRow, viewing: Viewing): IdeaView {
  const ideaId = row.id as IdeaId
  const named = viewing.naming === 'named' // only this word opens it
  const person = (id: string | null) => (id === null ? null : (viewing.people.get(id as UserId) ?? null))
  return {
    ideaId,
    boardId: row.boardId as BoardId,
    number: row.number,
    text: row.text,
    details: row.details,
    tags: row.tags,
    author: named || row.signedAt !== null ? person(row.authorId) : null,
    onBehalfOf: named ? row.onBehalfOf : null,
    proxy: row.proxy,
    enteredBy: named ? person(row.enteredBy) : null,
    columnId: row.columnId as ColumnId | null,
    color: row.color as NoteColor,
    group: row.groupId,
    stage: row.stage as Stage,
    stageReason: row.stageReason,
    stageBy: person(row.stageBy),
    stageAt: row.stageAt?.getTime() ?? null,
    likes: row.likeCount,
    comments: row.commentCount,
    tallies: viewing.tallies.get(ideaId) ?? [],
    escalations: viewing.escalations.get(ideaId) ?? [],
    removedAt: row.removedAt?.getTime() ?? null,
    createdAt: row.createdAt.getTime(),
  }
}

/** What the ledger tells everybody: less than a page shows, and never a text that people edit live. */
export function ledgerIdea(view: IdeaView, rev: number, ready?: number): LedgerIdea {
  return {
    rev,
    number: view.number,
    author: face(view.author),
    onBehalfOf: view.onBehalfOf,
    ...(view.proxy ? { enteredBy: face(view.enteredBy) } : {}),
    stage: view.stage,
    comments: view.comments,
    likes: view.likes,
    hasDetails: view.details !== '',
    tags: view.tags,
    escalations: view.escalations.map((escalation) => ({
      escalationId: escalation.escalationId,
      sponsor: face(escalation.sponsor),
      status: escalation.status,
      answer: escalation.answer,
      at: escalation.answeredAt ?? escalation.askedAt,
      state: escalation.state,
      owes: escalation.owes && { name: escalation.owes.person.name, until: escalation.owes.until },
    })),
    tallies: view.tallies.map(({ roundId, votes }) => ({ roundId, votes })),
    removed: view.removedAt !== null,
    ...(ready === undefined ? {} : { ready }),
  }
}

function face<P extends PersonView | null>(person: P) {
  const shown = person && { userId: person.userId as string, name: person.name, image: person.image }
  return shown as P extends null ? null : { userId: string; name: string; image: string | null }
}
