// Owns the outbox's topics: what has happened, as ids only, in the past tense. A subscriber reads the truth itself,
// so that a late or repeated delivery does no harm. The key of every row is the board's id, or else the person's, where nothing else is said.

import type { BoardId, CommentId, EscalationId, IdeaId, RoundId, UserId, VersionId } from '../../shared/model.ts'

export interface Topics {
  /** Settings, columns, lock, wall: the scribe rewrites the ledger's board entry and the document's columns. */
  'board.changed': { boardId: BoardId }
  /** New ideas of an open phase: the scribe puts their cards into the board document. */
  'ideas.born': { boardId: BoardId; ideaIds: IdeaId[] }
  'idea.removed': { boardId: BoardId; ideaId: IdeaId }
  'idea.restored': { boardId: BoardId; ideaId: IdeaId }
  /** Anything the ledger says of these ideas: likes, comments, stage, escalation, tally, tags. */
  'ideas.changed': { boardId: BoardId; ideaIds: IdeaId[] }
  /** `itself`: it was opened, closed or changed; else only who has voted. */
  'round.changed': { boardId: BoardId; roundId: RoundId; itself?: true }
  /** What a board or one of its ideas serves, or how it stands with that; `boardId` null: a goal itself, which is everybody's. The key is then the goal's. */
  'goals.changed': { boardId: BoardId | null; ideaId?: IdeaId }
  /** Phase, timer, marks, counts of a board's session. */
  'session.changed': { boardId: BoardId }
  'session.ended': { boardId: BoardId; sessionId: string }
  /** For the inboxes of these people; everybody else finds them on the board. */
  'minutes.written': { boardId: BoardId; sessionId: string; userIds: UserId[] }
  /** Topics of a session's discussion, and what is written beside them. */
  'discussion.changed': { boardId: BoardId }
  /** These ideas were sealed again: their cards leave the board. */
  'ideas.sealed': { boardId: BoardId; ideaIds: IdeaId[] }
  'people.changed': { boardId: BoardId }
  /** Somebody may do more or less than before: live connections are judged again. */
  'access.changed': { boardId?: BoardId; userId?: UserId }
  /** Whom a board is open to: what people were told of it comes or goes with that. */
  'readers.changed': { boardId: BoardId }
  /** Each of these people's own ballot, for their own sockets alone; the key is the round's id. */
  'ballot.changed': { boardId: BoardId; roundId: RoundId; userIds: UserId[] }
  /** Holidays, spans, the agenda's keeper (null: for everybody), or who is away (these people): open deadlines are worked out again. */
  'organisation.changed': { userIds: UserId[] | null }
  /** The unit these people work in: signs that count units follow. */
  'units.changed': { userIds: UserId[] }
  /** Any move of a case, people's and the clock's; `seq` is its entry in the audit trail. */
  'case.moved': { boardId: BoardId; ideaId: IdeaId; escalationId: EscalationId; seq: number }
  /** The day has begun on which it is to be measured what a backed idea brought. */
  'outcome.due': { boardId: BoardId; ideaId: IdeaId; escalationId: EscalationId; measurerId: UserId }
  'outcome.measured': { boardId: BoardId; ideaId: IdeaId; escalationId: EscalationId; byId: UserId }
  'comment.added': { boardId: BoardId; ideaId: IdeaId; commentId: CommentId }
  'role.granted': { userId: UserId; role: string; grantedBy: UserId | null }
  /** Something waits to be sent to another program; the key is of no importance. */
  'webhook.due': Record<string, never>
  /** A webhook failed so often that it was paused; the key is its id. */
  'webhook.gave-up': { webhookId: string }
  /** A row of `mails` waits for the mail server; the key is the mail's id, because mails need no order. */
  'mail.queued': { mailId: string }
  /** A version is to be brought back as a new edit; `before` was kept of what it replaces. No name on anonymous boards. */
  'version.restored': { document: string; versionId: VersionId; before: VersionId; userId: UserId | null }
  /** Cached answers of these people are out of date; see shared/events.ts for topic names. */
  'answers.stale': { userIds: UserId[]; topics: string[] }
}

export type Topic = keyof Topics
