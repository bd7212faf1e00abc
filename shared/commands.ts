// Owns every command: its name, input, output, the permission it costs, and what that permission is asked about.
// The world changes through these or through a Yjs edit, and in no third way. Browser code imports only types from here.

import { z } from 'zod'
import { command, id, line, nothing, oneOf, prose } from './command-parts.ts'
import * as limits from './limits.ts'
import { BUSINESS_CASE_COMMANDS } from './business-case-commands.ts'
import { DISCUSSION_COMMANDS } from './discussion-commands.ts'
import { ESCALATION_COMMANDS } from './escalation-commands.ts'
import { GOAL_COMMANDS } from './goal-commands.ts'
import { ORGANISATION_COMMANDS } from './organisation-commands.ts'
import { NOTIFICATION_COMMANDS } from './notification-commands.ts'
import { OUTCOME_COMMANDS } from './outcome-commands.ts'
import { ROUND_COMMANDS } from './round-commands.ts'
import { SEAT_COMMANDS } from './seat-commands.ts'
import { SESSION_COMMANDS } from './session-commands.ts'
import { VERSION_COMMANDS } from './version-commands.ts'
import { JOININGS, LANGUAGES, NAMINGS, NOTE_COLORS, ROLES, TEMPLATES } from './model.ts'
import type { BoardId, ColumnId, CommentId, IdeaId, RoundId, UserId } from './model.ts'

const boardId = id<BoardId>()
const ideaId = id<IdeaId>()
const columnId = id<ColumnId>()
const roundId = id<RoundId>()

const tags = z.array(line(limits.TAG_MAX_CHARS)).max(limits.TAGS_MAX_PER_IDEA, 'too-many')

export type { Scope } from './command-parts.ts'

export const COMMANDS = {
  'board.create': command(
    'board.create',
    'organisation',
    z.strictObject({
      title: line(limits.BOARD_TITLE_MAX_CHARS),
      question: prose(limits.BOARD_QUESTION_MAX_CHARS, 0).optional(),
      template: oneOf(TEMPLATES).optional(),
      naming: oneOf(NAMINGS).optional(),
      joining: oneOf(JOININGS).optional(),
      language: oneOf(LANGUAGES).optional(),
      /** Takes columns and settings, never ideas or people, of a board this person may read. */
      copyOf: boardId.optional(),
      boardId: boardId.optional(),
      /** A sponsor's question, with their name on it before everybody. */
      asks: z.boolean().optional(),
    }),
    z.object({ boardId, joinCode: z.string() }),
  ),
  'board.create-example': command(
    'board.create',
    'organisation',
    z.strictObject({ language: oneOf(LANGUAGES) }),
    z.object({ boardId, joinCode: z.string() }),
  ),
  'board.update': command(
    'board.manage',
    'board',
    z.strictObject({
      boardId,
      title: line(limits.BOARD_TITLE_MAX_CHARS).optional(),
      question: prose(limits.BOARD_QUESTION_MAX_CHARS, 0).optional(),
      /** A ratchet once ideas exist: named may not become anonymous nor the reverse. */
      naming: oneOf(NAMINGS).optional(),
      joining: oneOf(JOININGS).optional(),
      /** True: my question, for sponsors. False: nobody's in particular. */
      asks: z.boolean().optional(),
    }),
    nothing,
  ),
  'board.lock': command('board.manage', 'board', z.strictObject({ boardId, locked: z.boolean() }), nothing),
  'board.archive': command('board.manage', 'board', z.strictObject({ boardId }), nothing),
  'board.restore': command('board.manage', 'board', z.strictObject({ boardId }), nothing),
  'board.rotate-code': command(
    'board.manage',
    'board',
    z.strictObject({ boardId }),
    z.object({ joinCode: z.string() }),
  ),
  /** Puts a signed-in member among the board's people, when its `joining` lets them. */
  'board.add-facilitator': command('board.manage', 'board', z.strictObject({ boardId, userId: id<UserId>() }), nothing),
  /** Refused for the last facilitator: a board is never left without one. */
  'board.remove-facilitator': command(
    'board.manage',
    'board',
    z.strictObject({ boardId, userId: id<UserId>() }),
    nothing,
  ),
  'board.remove-person': command('board.manage', 'board', z.strictObject({ boardId, userId: id<UserId>() }), nothing),
  'board.show': command(
    'board.present',
    'board',
    z.strictObject({
      boardId,
      wall: z.discriminatedUnion('show', [
        z.strictObject({ show: z.literal('board') }),
        z.strictObject({ show: z.literal('join') }),
        z.strictObject({ show: z.literal('result'), roundId }),
      ]),
    }),
    nothing,
  ),
  'column.add': command(
    'board.manage',
    'board',
    z.strictObject({
      boardId,
      title: line(limits.COLUMN_TITLE_MAX_CHARS),
      color: oneOf(NOTE_COLORS).optional(),
      columnId: columnId.optional(),
    }),
    z.object({ columnId }),
  ),
  'column.update': command(
    'board.manage',
    'board',
    z.strictObject({
      boardId,
      columnId,
      title: line(limits.COLUMN_TITLE_MAX_CHARS).optional(),
      color: oneOf(NOTE_COLORS).nullable().optional(),
      /** 0-based place among the columns. */
      position: z.number().int().min(0).max(limits.COLUMNS_MAX_PER_BOARD).optional(),
    }),
    nothing,
  ),
  /** Its ideas move to the column beside it; the last column stays. */
  'column.remove': command('board.manage', 'board', z.strictObject({ boardId, columnId }), nothing),

  'idea.add': command(
    'idea.add',
    'board',
    z.strictObject({
      boardId,
      text: prose(limits.IDEA_TEXT_MAX_CHARS),
      column: columnId.optional(),
      details: prose(limits.IDEA_DETAILS_MAX_CHARS, 0).optional(),
      ideaId: ideaId.optional(),
      color: oneOf(NOTE_COLORS).optional(),
      tags: tags.optional(),
      onBehalfOf: line(limits.NAME_MAX_CHARS).optional(),
      /** Free wall place, in wall units (1 = one CSS pixel at zoom 1). */
      x: z.number().min(-1e6).max(1e6).optional(),
      y: z.number().min(-1e6).max(1e6).optional(),
    }),
    /** `number` 0: sealed (session.ts); it gets one at the reveal. */
    z.object({ ideaId, number: z.number() }),
  ),
  /** A pasted list, all or nothing, in the order given. */
  'idea.add-many': command(
    'idea.add',
    'board',
    z.strictObject({
      boardId,
      texts: z.array(prose(limits.IDEA_TEXT_MAX_CHARS)).min(1).max(limits.IDEAS_MAX_PER_PASTE, 'too-many'),
      column: columnId.optional(),
    }),
    z.object({ ideas: z.array(z.object({ ideaId, number: z.number() })) }),
  ),
  'idea.update': command(
    'idea.edit',
    'idea',
    z.strictObject({
      ideaId,
      details: prose(limits.IDEA_DETAILS_MAX_CHARS, 0).optional(),
      tags: tags.optional(),
    }),
    nothing,
  ),
  'idea.remove': command('idea.remove', 'idea', z.strictObject({ ideaId }), nothing),
  'idea.restore': command('idea.remove', 'idea', z.strictObject({ ideaId }), nothing),
  /** Absolute, so that a repeat is harmless. */
  'idea.like': command(
    'idea.like',
    'idea',
    z.strictObject({ ideaId, liked: z.boolean() }),
    z.object({ likes: z.number() }),
  ),
  'idea.set-stage': command(
    'idea.stage',
    'idea',
    z.strictObject({
      ideaId,
      stage: oneOf(['open', 'shortlisted', 'parked']),
      reason: prose(limits.REASON_MAX_CHARS, 0).optional(),
    }),
    nothing,
  ),
  'comment.add': command(
    'comment.add',
    'idea',
    z.strictObject({
      ideaId,
      text: prose(limits.COMMENT_MAX_CHARS),
      commentId: id<CommentId>().optional(),
    }),
    z.object({ commentId: id<CommentId>() }),
  ),
  'comment.update': command(
    'comment.edit',
    'comment',
    z.strictObject({ commentId: id<CommentId>(), text: prose(limits.COMMENT_MAX_CHARS) }),
    nothing,
  ),
  'comment.remove': command('comment.remove', 'comment', z.strictObject({ commentId: id<CommentId>() }), nothing),

  ...ROUND_COMMANDS,
  ...VERSION_COMMANDS,
  ...SESSION_COMMANDS,
  ...SEAT_COMMANDS,
  ...DISCUSSION_COMMANDS,
  ...ESCALATION_COMMANDS,
  ...OUTCOME_COMMANDS,
  ...GOAL_COMMANDS,
  ...BUSINESS_CASE_COMMANDS,
  ...ORGANISATION_COMMANDS,

  'profile.update': command(
    'profile.edit',
    'organisation',
    z.strictObject({
      name: line(limits.NAME_MAX_CHARS).optional(),
      unit: line(limits.UNIT_MAX_CHARS, 0).optional(),
      language: oneOf(LANGUAGES).optional(),
    }),
    nothing,
  ),
  'profile.remove-photo': command('profile.edit', 'organisation', nothing, nothing),
  ...NOTIFICATION_COMMANDS,
  'role.grant': command(
    'people.manage',
    'organisation',
    z.strictObject({ userId: id<UserId>(), role: oneOf(ROLES) }),
    nothing,
  ),
  /** Refused for the last admin. */
  'role.revoke': command(
    'people.manage',
    'organisation',
    z.strictObject({ userId: id<UserId>(), role: oneOf(ROLES) }),
    nothing,
  ),
} as const

export type CommandName = keyof typeof COMMANDS
/** What a caller sends. */
export type RawInputOf<N extends CommandName> = z.input<(typeof COMMANDS)[N]['input']>
/** What a handler receives, after zod. */
export type InputOf<N extends CommandName> = z.output<(typeof COMMANDS)[N]['input']>
export type OutputOf<N extends CommandName> = z.output<(typeof COMMANDS)[N]['output']>

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[]

export function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(COMMANDS, name)
}
