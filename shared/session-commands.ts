// Owns the commands of a session, as part of the command table (commands.ts). One session runs on a board at a time, so
// the board's id names it.

import { z } from 'zod'
import { command, id, line, nothing, oneOf, prose } from './command-parts.ts'
import * as limits from './limits.ts'
import { NOTE_COLORS } from './model.ts'
import type { BoardId, ColumnId, IdeaId, UserId } from './model.ts'
import { criteria, top } from './round-commands.ts'
import { METHODS } from './rounds.ts'
import { REPORT_OUTCOMES } from './reports.ts'
import { HANDS, PHASE_KINDS, REACTIONS, RECIPES } from './session.ts'

const boardId = id<BoardId>()
const ideaId = id<IdeaId>()
const phaseId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'not-an-id')
const hands = oneOf(HANDS)
const durationMs = z.number().int().min(limits.TIMER_MIN_MS).max(limits.TIMER_MAX_MS)

const phase = z.strictObject({
  phaseId,
  kind: oneOf(PHASE_KINDS),
  title: line(limits.PHASE_TITLE_MAX_CHARS, 0),
  policy: z.strictObject({ write: hands, sealed: z.boolean(), arrange: hands, vote: hands, react: hands }),
  timerMs: durationMs.nullable(),
  best: z.number().int().min(1).max(limits.TOPICS_MAX_PER_SESSION).optional(),
  round: z
    .strictObject({
      method: oneOf(METHODS).optional(),
      criteria: criteria.optional(),
      top: top.optional(),
      scope: oneOf(['board', 'groups']).optional(),
      budget: z.number().int().min(1).max(limits.ROUND_BUDGET_MAX_VOTES),
      maxPerIdea: z.number().int().min(1).max(limits.ROUND_BUDGET_MAX_VOTES),
      blind: z.boolean(),
      secret: z.boolean(),
    })
    .nullable(),
})
const phases = z.array(phase).min(1, 'empty').max(limits.PHASES_MAX_PER_SESSION, 'too-many')

/** What may be done to a timer, the session's or a topic's. */
export const timerInput = z.discriminatedUnion('set', [
  z.strictObject({ boardId, set: z.literal('start'), ms: durationMs }),
  z.strictObject({ boardId, set: z.literal('pause') }),
  z.strictObject({ boardId, set: z.literal('resume') }),
  z.strictObject({ boardId, set: z.literal('add'), ms: durationMs }),
  z.strictObject({ boardId, set: z.literal('stop') }),
])

export const SESSION_COMMANDS = {
  /** Begins with the first phase. `own` brings its phases along; the others may bring changed ones. */
  'session.start': command(
    'session.lead',
    'board',
    z.strictObject({ boardId, recipe: oneOf(RECIPES), phases: phases.optional() }),
    z.object({ sessionId: z.string() }),
  ),
  /**
   * To the phase `to` (default: the one after); earlier ones too: what was revealed stays so. `from` is the phase one
   * sees, so that two taps are one step. `now`: without the ten seconds of grace.
   */
  'session.advance': command(
    'session.lead',
    'board',
    z.strictObject({ boardId, from: phaseId, to: phaseId.optional(), now: z.boolean().optional() }),
    z.object({ closesAt: z.number().nullable() }),
  ),
  /** The phase that is shutting stays open after all. */
  'session.keep-open': command('session.lead', 'board', z.strictObject({ boardId }), nothing),
  /** Takes the last step back with everything as it was; what a reveal had shown is sealed again. */
  'session.undo': command('session.lead', 'board', z.strictObject({ boardId, from: phaseId }), nothing),
  /**
   * The row of phases, changed; the one that is on and those that were are in it still. `seen` is the row it was changed
   * from: when somebody else changed it meanwhile, nothing is. Without it the last word counts.
   */
  'session.plan': command(
    'session.lead',
    'board',
    z.strictObject({ boardId, phases, seen: phases.optional() }),
    nothing,
  ),
  'session.timer': command('session.lead', 'board', timerInput, nothing),
  'session.end': command('session.lead', 'board', z.strictObject({ boardId }), nothing),
  /** "I'm ready", for the phase that is on. Absolute, so that a repeat is harmless. */
  'session.ready': command('session.join-in', 'board', z.strictObject({ boardId, ready: z.boolean() }), nothing),
  'session.hand': command('session.join-in', 'board', z.strictObject({ boardId, raised: z.boolean() }), nothing),
  /** A hand is lowered for its owner, by who leads. */
  'session.lower-hand': command(
    'session.lead',
    'board',
    z.strictObject({ boardId, userId: id<string>().optional() }),
    nothing,
  ),

  /** Makes somebody on the board lead this session too, or no longer; their rights end with it. */
  'session.share-lead': command(
    'session.lead',
    'board',
    z.strictObject({ boardId, userId: id<UserId>(), leads: z.boolean() }),
    nothing,
  ),
  /** Somebody else is in the lead from now on; who hands over may lead still. */
  'session.hand-over': command('session.lead', 'board', z.strictObject({ boardId, userId: id<UserId>() }), nothing),
  /** Who may take over when nobody of those who lead is there; null: nobody. */
  'session.deputy': command(
    'session.lead',
    'board',
    z.strictObject({ boardId, userId: id<UserId>().nullable() }),
    nothing,
  ),
  /** I am in the lead: who may lead at any time, the deputy while nobody of them is there. */
  'session.take-over': command('board.read', 'board', z.strictObject({ boardId }), nothing),

  /** Everybody to this card; null: everybody where they like. */
  'session.summon': command('session.lead', 'board', z.strictObject({ boardId, ideaId: ideaId.nullable() }), nothing),
  /** I go my own way from now on, or come along again. */
  'session.roam': command('session.join-in', 'board', z.strictObject({ boardId, roams: z.boolean() }), nothing),

  /** Rises on every screen and is gone; nobody hears whose it was. */
  'session.react': command(
    'idea.like',
    'board',
    z.strictObject({
      boardId,
      reaction: oneOf(REACTIONS),
      times: z.number().int().min(1).max(limits.REACTION_MAX_TIMES).default(1),
    }),
    nothing,
  ),

  /** Says that a card is abusive, and why. Again: the reason anew. */
  'idea.report': command(
    'idea.report',
    'idea',
    z.strictObject({ ideaId, reason: prose(limits.REPORT_REASON_MAX_CHARS) }),
    nothing,
  ),
  /** `hidden`: the card leaves the board; `kept`: it stays, or comes back. */
  'report.decide': command(
    'report.decide',
    'idea',
    z.strictObject({
      ideaId,
      outcome: oneOf(REPORT_OUTCOMES),
      answer: prose(limits.REPORT_REASON_MAX_CHARS, 0).optional(),
    }),
    nothing,
  ),

  /** Keeps a row of phases for myself, or changes one that I keep. */
  'recipe.save': command(
    'board.create',
    'organisation',
    z.strictObject({ recipeId: id<string>().optional(), name: line(limits.RECIPE_NAME_MAX_CHARS), phases }),
    z.object({ recipeId: z.string() }),
  ),
  'recipe.remove': command('board.create', 'organisation', z.strictObject({ recipeId: id<string>() }), nothing),

  /** My own sealed idea, while nobody else can see it. */
  'sealed.update': command(
    'session.join-in',
    'board',
    z.strictObject({
      boardId,
      ideaId,
      text: prose(limits.IDEA_TEXT_MAX_CHARS).optional(),
      column: id<ColumnId>().optional(),
      color: oneOf(NOTE_COLORS).optional(),
    }),
    z.object({ receipt: z.string() }),
  ),
  'sealed.remove': command('session.join-in', 'board', z.strictObject({ boardId, ideaId }), nothing),
} as const
