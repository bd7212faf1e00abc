// Owns the commands of a session's discussion, as part of the command table (commands.ts). One session runs on a board at
// a time, so the board's id names it.

import { z } from 'zod'
import { command, id, line, nothing, oneOf, prose } from './command-parts.ts'
import { ENTRY_KINDS, TOPIC_STATES } from './discussion.ts'
import * as limits from './limits.ts'
import type { BoardId, UserId } from './model.ts'
import { timerInput } from './session-commands.ts'

const boardId = id<BoardId>()
/** An idea's id or a group's, which people make. */
const topicId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'not-an-id')
const dueOn = z.iso.date('not-a-date').nullable()
/** A person of the board, or a name; null: nobody yet. */
const owner = z
  .union([z.strictObject({ userId: id<UserId>() }), z.strictObject({ name: line(limits.NAME_MAX_CHARS) })])
  .nullable()
const text = prose(limits.ENTRY_MAX_CHARS)

export const DISCUSSION_COMMANDS = {
  /**
   * To another topic: `to`, or the next one that is open; null: to none. The first time it puts the topics in order.
   * `from` is the topic one sees (null: none), so that two taps are one step; `leave` is what becomes of it.
   */
  'discussion.go': command(
    'session.lead',
    'board',
    z.strictObject({
      boardId,
      from: topicId.nullable(),
      to: topicId.nullable().optional(),
      leave: oneOf(TOPIC_STATES).optional(),
    }),
    z.object({ currentId: z.string().nullable() }),
  ),
  /** Parks or skips a topic that is not on, or takes it up again. */
  'discussion.mark': command(
    'session.lead',
    'board',
    z.strictObject({ boardId, topicId, state: oneOf(TOPIC_STATES) }),
    nothing,
  ),
  /** Puts the topics in order anew, after another vote; what became of them stays. */
  'discussion.order': command('session.lead', 'board', z.strictObject({ boardId }), nothing),
  /** `start` is also what every topic after this one gets, `stop` that they get none. */
  'discussion.timer': command('session.lead', 'board', timerInput, nothing),
  /** "More time?": asked, or taken back. Adding time answers it. */
  'discussion.ask-more': command('session.lead', 'board', z.strictObject({ boardId, asks: z.boolean() }), nothing),
  /** Mine alone; others see counts. Absolute, so that a repeat is harmless. */
  'discussion.answer-more': command(
    'session.join-in',
    'board',
    z.strictObject({ boardId, askId: id<string>(), yes: z.boolean() }),
    nothing,
  ),

  'entry.add': command(
    'minutes.write',
    'board',
    z.strictObject({
      boardId,
      kind: oneOf(ENTRY_KINDS),
      text,
      topicId: topicId.nullable().optional(),
      owner: owner.optional(),
      dueOn: dueOn.optional(),
      entryId: id<string>().optional(),
    }),
    z.object({ entryId: z.string() }),
  ),
  /** `rev`: of the entry one sees; refused when somebody changed it since. */
  'entry.update': command(
    'minutes.keep',
    'board',
    z.strictObject({
      boardId,
      entryId: id<string>(),
      rev: z.number().int().min(0),
      text: text.optional(),
      owner: owner.optional(),
      dueOn: dueOn.optional(),
    }),
    nothing,
  ),
  'entry.done': command(
    'minutes.keep',
    'board',
    z.strictObject({ boardId, entryId: id<string>(), done: z.boolean() }),
    nothing,
  ),
  /** `removed` false: brought back. */
  'entry.remove': command(
    'minutes.keep',
    'board',
    z.strictObject({ boardId, entryId: id<string>(), removed: z.boolean() }),
    nothing,
  ),
} as const
