// Owns the commands of the organisation: its list of people, its calendar and how long answers may take, and who is away.
// Browser code imports only types from here.

import { z } from 'zod'
import { command, id, line, nothing } from './command-parts.ts'
import { day } from './escalation-commands.ts'
import * as limits from './limits.ts'
import { LANGUAGES, type UserId } from './model.ts'

const email = line(limits.EMAIL_MAX_CHARS)
  .transform((text) => text.toLowerCase())
  .refine((text) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text), 'not-an-email')

const span = z.strictObject({
  count: z.number().int().min(1).max(limits.SPAN_MAX_DAYS, 'too-much'),
  unit: z.enum(['days', 'working-days']),
})

const timeZone = z.string().max(100, 'too-long').refine(isTimeZone, 'no-such-time-zone')

export const ORGANISATION_COMMANDS = {
  /** A new line of the list, or the whole of one that is there. */
  'organisation.set-person': command(
    'organisation.manage',
    'organisation',
    z.strictObject({
      email,
      name: line(limits.NAME_MAX_CHARS),
      unit: line(limits.UNIT_MAX_CHARS, 0).nullable(),
      managerEmail: email.nullable(),
      deputyEmail: email.nullable(),
      /** The address it had until now, where that changes. */
      was: email.optional(),
    }),
    nothing,
  ),
  /** Their people come under their manager; whose deputy they were has none. */
  'organisation.remove-person': command('organisation.manage', 'organisation', z.strictObject({ email }), nothing),
  /** What is absent stays as it is. */
  'organisation.update-settings': command(
    'organisation.manage',
    'organisation',
    z.strictObject({
      timeZone: timeZone.optional(),
      weekend: z.array(z.number().int().min(0).max(6)).max(6, 'no-working-day').optional(),
      holidays: z.array(day).max(limits.HOLIDAYS_MAX, 'too-many').optional(),
      spans: z.strictObject({ sponsor: span, deputy: span, nextLevel: span, person: span }).partial().optional(),
      /** Null: the first admin. */
      agendaKeeperId: id<UserId>().nullable().optional(),
      dayRateEuros: z.number().int().min(0).max(limits.DAY_RATE_MAX_EUROS, 'too-much').optional(),
      sponsorFiguresOpen: z.boolean().optional(),
      language: z.enum(LANGUAGES).optional(),
    }),
    nothing,
  ),
  /** One's own days away; an admin's for anybody. */
  'absence.set': command(
    'absence.set',
    'organisation',
    z.strictObject({
      absenceId: id<string>().optional(),
      userId: id<UserId>().optional(),
      from: day,
      /** The last day away. */
      to: day,
    }),
    z.object({ absenceId: id<string>() }),
  ),
  'absence.remove': command('absence.set', 'organisation', z.strictObject({ absenceId: id<string>() }), nothing),
  /** Who answers when one does not: one's own choice, on the organisation's list. */
  'deputy.set': command('absence.set', 'organisation', z.strictObject({ deputyId: id<UserId>().nullable() }), nothing),
} as const

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
