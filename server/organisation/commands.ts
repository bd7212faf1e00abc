// Owns changing the organisation: its list of people, its settings, and who is away. Whoever is not on the list may have an
// account, and the other way round: an address is all that joins the two.

import { dayOf, nextDay } from '../../shared/calendar.ts'
import { ABSENCE_MAX_DAYS, ABSENCES_MAX_PER_PERSON, ORGANISATION_PEOPLE_MAX } from '../../shared/limits.ts'
import type { UserId } from '../../shared/model.ts'
import type { ListLine } from '../../shared/organisation-views.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { settingsNow } from './reads.ts'
import { circlesIn } from './rules.ts'
import * as store from './store.ts'
import { giveUnits, tellManagers } from './telling.ts'

export type OrganisationCommands = Pick<
  Handlers,
  | 'organisation.set-person'
  | 'organisation.remove-person'
  | 'organisation.update-settings'
  | 'absence.set'
  | 'absence.remove'
  | 'deputy.set'
>

const KEY = 'organisation'
const listFull = () =>
  refuse('conflict', 'list-full', `the list holds at most ${ORGANISATION_PEOPLE_MAX} people`, {
    limit: ORGANISATION_PEOPLE_MAX,
  })
const noSuchAbsence = () => refuse('not-found', 'no-such-absence', 'these days are not there any more')

export function organisationCommands({
  enqueue,
  newId,
}: {
  enqueue: Enqueue
  newId: () => string
}): OrganisationCommands {
  /** Whose absences only an admin may change. */
  const someoneElses = (roles: ReadonlySet<'member' | 'coach' | 'sponsor' | 'admin'>, self: string, whose: string) =>
    self !== whose && !allows('organisation.manage', roles)

  async function tellAway(tx: Tx, userId: UserId): Promise<void> {
    await enqueue(tx, 'organisation.changed', KEY, { userIds: [userId] })
    await enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: ['absences', 'desk'] })
  }

  return {
    'organisation.set-person': async ({ tx, now }, { was, ...line }) => {
      const list = await store.listForUpdate(tx)
      const sound = soundLine(list, line, was)
      if (!sound.ok) return sound
      if (was !== undefined && was !== line.email) {
        await store.removeLines(tx, [was])
        await store.replaceReferences(tx, was, { manager: line.email, deputy: line.email })
      }
      await store.saveLines(tx, [{ ...line, unit: line.unit || null }], now)
      await giveUnits(enqueue, tx)
      await tellManagers(enqueue, tx, list, [{ ...line, unit: line.unit || null }])
      return done({})
    },

    'organisation.remove-person': async ({ tx }, { email }) => {
      const list = await store.listForUpdate(tx)
      const line = list.find((one) => one.email === email)
      if (!line) return done({})
      await store.removeLines(tx, [email])
      await store.replaceReferences(tx, email, { manager: line.managerEmail, deputy: null })
      await tellManagers(enqueue, tx, list)
      return done({})
    },

    'organisation.update-settings': async ({ tx, actor, now }, changes) => {
      const before = await settingsNow(tx)
      const { spans, agendaKeeperId, holidays, weekend, ...rest } = changes
      if (agendaKeeperId && !(await store.accountOf(tx, agendaKeeperId))) {
        return refuse('not-found', 'no-such-account', undefined, { field: 'agendaKeeperId' })
      }
      await store.saveSettings(tx, {
        timeZone: rest.timeZone ?? before.timeZone,
        weekend: [...new Set(weekend ?? before.weekend)].sort((a, b) => a - b),
        holidays: [...new Set(holidays ?? before.holidays)].sort((a, b) => a.localeCompare(b)),
        spans: { ...before.spans, ...definedOf(spans ?? {}) },
        agendaKeeperId: agendaKeeperId === undefined ? before.agendaKeeperId : agendaKeeperId,
        dayRateEuros: rest.dayRateEuros ?? before.dayRateEuros,
        sponsorFiguresOpen: rest.sponsorFiguresOpen ?? before.sponsorFiguresOpen,
        language: rest.language ?? before.language,
        updatedAt: now,
      })
      const { timeZone } = rest
      if ([timeZone, weekend, holidays, spans, agendaKeeperId].some((one) => one !== undefined)) {
        await enqueue(tx, 'organisation.changed', KEY, { userIds: null })
      }
      await enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['organisation'] })
      return done({})
    },

    'absence.set': async ({ tx, actor, now }, { absenceId, userId = actor.userId, from, to }) => {
      if (someoneElses(actor.roles, actor.userId, userId)) return refuse('forbidden', 'not-your-absence')
      if (!(await store.accountOf(tx, userId))) return refuse('not-found', 'no-such-account')
      const today = dayOf(now.getTime(), (await settingsNow(tx)).timeZone)
      const sound = soundDays(from, to, today)
      if (!sound.ok) return sound
      const there = absenceId === undefined ? null : await store.absenceForUpdate(tx, absenceId)
      if (absenceId !== undefined && there?.userId !== userId) return noSuchAbsence()
      if (!there && (await store.countAbsences(tx, userId, today)) >= ABSENCES_MAX_PER_PERSON) {
        return refuse('conflict', 'too-many-absences', undefined, { limit: ABSENCES_MAX_PER_PERSON })
      }
      const id = there?.id ?? newId()
      await store.saveAbsence(tx, { id, userId, fromDay: from, toDay: to })
      await tellAway(tx, userId)
      return done({ absenceId: id })
    },

    'absence.remove': async ({ tx, actor }, { absenceId }) => {
      const there = await store.absenceForUpdate(tx, absenceId)
      if (!there || someoneElses(actor.roles, actor.userId, there.userId)) return noSuchAbsence()
      await store.removeAbsence(tx, absenceId)
      await tellAway(tx, there.userId as UserId)
      return done({})
    },

    'deputy.set': async ({ tx, actor, now }, { deputyId }) => {
      if (deputyId === actor.userId) return refuse('invalid', 'own-deputy', undefined, { field: 'deputyId' })
      const list = await store.listForUpdate(tx)
      const me = await store.accountOf(tx, actor.userId)
      const deputy = deputyId === null ? null : await store.accountOf(tx, deputyId)
      if (!me || (deputyId !== null && !deputy)) return refuse('not-found', 'no-such-account')
      const lineOf = ({ email, name }: store.Account): ListLine =>
        list.find((one) => one.email === email) ?? { email, name, unit: null, managerEmail: null, deputyEmail: null }
      const lines = [{ ...lineOf(me), deputyEmail: deputy?.email ?? null }, ...(deputy ? [lineOf(deputy)] : [])]
      const fresh = lines.filter(({ email }) => !list.some((one) => one.email === email))
      if (fresh.length > 0 && list.length + fresh.length > ORGANISATION_PEOPLE_MAX) return listFull()
      await store.saveLines(tx, lines, now)
      await enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['absences'] })
      return done({})
    },
  }
}

function soundLine(list: readonly ListLine[], line: ListLine, was: string | undefined): Outcome<null> {
  const there = new Map(list.map((one) => [one.email, one]))
  const moves = was !== undefined && was !== line.email
  if (moves && !there.has(was)) return refuse('not-found', 'not-listed', 'this person is not on the list any more')
  if (moves && there.has(line.email)) return refuse('conflict', 'email-listed', undefined, { field: 'email' })
  if (!moves && !there.has(line.email) && list.length >= ORGANISATION_PEOPLE_MAX) return listFull()

  const { managerEmail, deputyEmail, email } = line
  const own = (of: string | null) => of !== null && (of === email || of === was)
  const unknown = (of: string | null) => of !== null && !there.has(of)
  if (own(managerEmail)) return refuse('invalid', 'own-manager', undefined, { field: 'managerEmail' })
  if (own(deputyEmail)) return refuse('invalid', 'own-deputy', undefined, { field: 'deputyEmail' })
  if (unknown(managerEmail)) return refuse('invalid', 'unknown-manager', undefined, { field: 'managerEmail' })
  if (unknown(deputyEmail)) return refuse('invalid', 'unknown-deputy', undefined, { field: 'deputyEmail' })

  const renamed = (of: string | null) => (moves && of === was ? email : of)
  const managers = new Map(
    list.filter((one) => one.email !== was).map((one) => [one.email, renamed(one.managerEmail)] as const),
  )
  managers.set(email, managerEmail)
  return circlesIn(managers).has(email)
    ? refuse('invalid', 'manager-circle', 'their manager would be below them', { field: 'managerEmail' })
    : done(null)
}

function soundDays(from: string, to: string, today: string): Outcome<null> {
  if (to < from) return refuse('invalid', 'ends-before-it-begins', undefined, { field: 'to' })
  if (to < today) return refuse('invalid', 'already-over', undefined, { field: 'to' })
  return nextDay(from, ABSENCE_MAX_DAYS) <= to
    ? refuse('invalid', 'too-long-away', undefined, { field: 'to', limit: ABSENCE_MAX_DAYS })
    : done(null)
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the fields that were not said. */
function definedOf<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>
}
