// Owns the names of the text files and the types of their keys: English is the reference, so a key that is not in
// en/<namespace>.json does not compile. Imports types only, no text.

import type admin from './en/admin.json'
import type ballot from './en/ballot.json'
import type board from './en/board.json'
import type caseWords from './en/case.json'
import type common from './en/common.json'
import type discussion from './en/discussion.json'
import type errors from './en/errors.json'
import type escalation from './en/escalation.json'
import type estimate from './en/estimate.json'
import type exchange from './en/exchange.json'
import type goal from './en/goal.json'
import type group from './en/group.json'
import type home from './en/home.json'
import type idea from './en/idea.json'
import type inbox from './en/inbox.json'
import type kept from './en/kept.json'
import type lead from './en/lead.json'
import type outcome from './en/outcome.json'
import type organisation from './en/organisation.json'
import type people from './en/people.json'
import type projector from './en/projector.json'
import type proposal from './en/proposal.json'
import type session from './en/session.json'
import type version from './en/version.json'
import type vote from './en/vote.json'
import type webhook from './en/webhook.json'

export type Catalogue = Record<string, { [key: string]: unknown }>

interface Texts {
  admin: typeof admin
  ballot: typeof ballot
  board: typeof board
  case: typeof caseWords
  common: typeof common
  discussion: typeof discussion
  errors: typeof errors
  escalation: typeof escalation
  estimate: typeof estimate
  exchange: typeof exchange
  goal: typeof goal
  group: typeof group
  home: typeof home
  idea: typeof idea
  inbox: typeof inbox
  kept: typeof kept
  lead: typeof lead
  outcome: typeof outcome
  organisation: typeof organisation
  people: typeof people
  projector: typeof projector
  proposal: typeof proposal
  session: typeof session
  version: typeof version
  vote: typeof vote
  webhook: typeof webhook
}

export type Namespace = keyof Texts

/** 'menu.open' of every text; a counted one is asked for by the name its forms share. */
export type Key<Own extends Namespace> = KeysIn<Texts[Own]>
type KeysIn<Node> = {
  [Name in keyof Node & string]: Node[Name] extends string ? NameOf<Name> : `${Name}.${KeysIn<Node[Name]>}`
}[keyof Node & string]
type NameOf<Name> = Name extends `${infer Shared}_${'zero' | 'one' | 'other'}` ? Shared : Name
