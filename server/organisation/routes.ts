// Owns what this room offers over HTTP beside commands. The list with everybody's address is for admins alone.

import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { ORGANISATION_FILE_MAX_BYTES } from '../../shared/limits.ts'
import type { UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import type { Route, Sending, SignedIn } from '../platform/route.ts'
import { answeringView } from './answering.ts'
import { type ImportDeps, importList } from './import.ts'
import { listCsv } from './list-csv.ts'
import { absencesView, listedPeople, organisationView, type PeopleByIds } from './reads.ts'

/** What a form weighs around its file. */
const FORM_MAX_BYTES = 100_000

export interface OrganisationRouteDeps extends ImportDeps {
  people: PeopleByIds
  mayManage: (actor: Actor) => boolean
  receive: (
    headers: IncomingHttpHeaders,
    body: Readable,
    maxBytes: number,
  ) => Promise<Outcome<{ bytes: Uint8Array; fields: URLSearchParams }>>
  defuse: (cell: string) => string
}

export function organisationRoutes(deps: OrganisationRouteDeps): Route[] {
  const { db, people, mayManage } = deps
  /** To a guest there is no organisation (FAULTS F57). */
  function forAdmins<T>(answer: (asking: SignedIn) => Promise<Outcome<T>>) {
    return async (asking: SignedIn): Promise<Outcome<T>> => {
      if (asking.actor.kind === 'guest') return notThere()
      return mayManage(asking.actor) ? answer(asking) : refuse('forbidden', 'forbidden', 'this is for admins')
    }
  }
  const said = (query: URLSearchParams, fields: URLSearchParams, name: string) =>
    ['1', 'true'].includes(query.get(name) ?? fields.get(name) ?? '')

  return [
    {
      kind: 'read',
      path: '/api/organisation',
      answer: forAdmins(async () => done(await organisationView(db, people))),
    },
    { kind: 'read', path: '/api/organisation/people', answer: forAdmins(async () => done(await listedPeople(db))) },
    {
      kind: 'download',
      path: '/api/organisation/people.csv',
      answer: forAdmins(async ({ actor }): Promise<Outcome<Sending>> => {
        const body = listCsv(await listedPeople(db), actor.language, deps.defuse)
        return done({ type: 'text/csv; charset=utf-8', body, filename: 'organisation.csv' })
      }),
    },
    {
      kind: 'upload',
      method: 'post',
      path: '/api/organisation/import',
      maxBytes: ORGANISATION_FILE_MAX_BYTES + FORM_MAX_BYTES,
      async answer(asking, body) {
        return forAdmins(async ({ headers, query }) => {
          const received = await deps.receive(headers, body, ORGANISATION_FILE_MAX_BYTES)
          if (!received.ok) return received
          const { bytes, fields } = received.value
          const asked = { dryRun: said(query, fields, 'dryRun'), removeGone: said(query, fields, 'removeGone') }
          return importList(deps, bytes, asked)
        })(asking)
      },
    },
    {
      kind: 'read',
      path: '/api/absences',
      async answer({ actor, query }) {
        if (actor.kind === 'guest') return notThere()
        const whose = (query.get('userId') ?? actor.userId) as UserId
        if (whose !== actor.userId && !mayManage(actor)) return refuse('forbidden', 'forbidden', 'this is for admins')
        return done(await absencesView(db, whose, deps.now(), people))
      },
    },
    {
      kind: 'read',
      path: '/api/answering',
      async answer({ actor, query }) {
        if (actor.kind === 'guest') return notThere()
        const asking = { userId: actor.userId, mayManage: mayManage(actor), quarter: query.get('quarter') }
        return done(await answeringView(db, asking, deps.now(), people))
      },
    },
  ]
}
