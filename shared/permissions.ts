// Owns the one table of who may do what. `allows()` is the only place that reads it.
// A new permission without a row does not compile; every row is proven by the roles × commands table test.

/**
 * How a person stands towards the thing asked for, in this moment. Several may hold at once.
 * `participant` and `guest`: on this board; `facilitator`: leads this board; `leader`: leads the session that runs on it, and no more; `author`: wrote this idea or comment;
 * `addressed`: the sponsor this escalation is waiting for; the others are roles in the organisation.
 */
export type Standing =
  | 'member'
  | 'coach'
  | 'sponsor'
  | 'admin' // accounts, by role
  | 'guest'
  | 'participant'
  | 'facilitator' // by board
  | 'leader' // by session
  | 'author'
  | 'addressed' // by idea, comment, escalation

const anyoneHere = ['guest', 'participant', 'facilitator'] as const
const accountsHere = ['participant', 'facilitator'] as const

const TABLE = {
  'board.create': ['member'],
  'board.read': [...anyoneHere],
  'board.join': ['member'],
  'board.write': [...anyoneHere], // text, place and colour of cards
  'board.manage': ['facilitator'], // title, question, columns, lock, archive, who may join, people
  'board.invite': [...accountsHere], // see and show the join code
  'board.present': [...accountsHere],
  'board.export': [...accountsHere],
  'board.import': ['facilitator'],
  'idea.add': [...anyoneHere],
  'idea.edit': ['author', 'facilitator', 'leader'], // details, tags
  'idea.remove': ['author', 'facilitator', 'leader'],
  'idea.like': [...anyoneHere],
  'idea.report': [...anyoneHere], // a card one finds abusive
  'report.decide': ['facilitator', 'leader', 'admin'], // hide it, or keep it
  'idea.stage': ['facilitator', 'leader'],
  'idea.escalate': [...accountsHere],
  'idea.own': [...accountsHere], // carry it, by name
  'idea.ask-name': [...accountsHere, 'addressed'],
  'idea.sign': ['author'], // put one's name to what one wrote without
  'case.write': [...anyoneHere], // estimate what it costs and brings
  'comment.add': [...anyoneHere],
  'comment.edit': ['author'],
  'comment.remove': ['author', 'facilitator', 'leader'],
  'proposal.write': [...anyoneHere],
  'version.keep': ['facilitator'], // name, bring back and remove versions of a board; of a proposal or minutes: who may write there
  'round.manage': ['facilitator', 'leader'],
  'vote.cast': [...anyoneHere],
  'escalation.answer': ['addressed'],
  'outcome.keep': ['addressed', 'facilitator'], // promise, measure, steps on the way; which of these is whose the room asks
  'session.lead': ['facilitator', 'leader'],
  'session.join-in': [...anyoneHere], // ready, raised hand, one's own sealed ideas
  'seat.hold': [...anyoneHere], // several people at one device
  'seat.proxy': ['facilitator', 'leader'], // enter for somebody who is at none
  'minutes.write': [...anyoneHere], // notes and actions; decisions are for who leads
  'minutes.keep': [...anyoneHere], // what one wrote or is to do: edit, done, remove; also the minutes' text
  'goal.shape': ['coach', 'admin'], // the tree of goals
  'goal.keep': ['member'], // a goal one owns, and what is measured of it; whose it is the room asks
  'organisation.manage': ['admin'], // its list of people, its calendar, how long answers may take
  'absence.set': ['member'], // one's own; anybody's is for whoever manages the organisation
  'profile.edit': ['member', 'guest'],
  'inbox.read': ['member'],
  'webhook.manage': ['admin'], // where other programs are told
  'people.read': ['admin'],
  'people.manage': ['admin'],
} as const satisfies Record<string, readonly Standing[]>

export type Permission = keyof typeof TABLE
export const PERMISSIONS = Object.keys(TABLE) as Permission[]

export function allows(permission: Permission, standing: ReadonlySet<Standing>): boolean {
  return TABLE[permission].some((who) => standing.has(who))
}

/** What a locked board still lets people do: look, discuss, and (facilitators) unlock. */
export const CLOSED_BY_LOCK: ReadonlySet<Permission> = new Set([
  'board.write',
  'board.import',
  'idea.add',
  'idea.edit',
  'idea.remove',
  'idea.like',
  'vote.cast',
  'version.keep',
  'session.join-in',
])

/** An archived board is read-only for everyone until restored. */
export const OPEN_IN_ARCHIVE: ReadonlySet<Permission> = new Set([
  'board.read',
  'board.export',
  'board.present',
  'board.manage',
  'escalation.answer',
  'outcome.keep',
])
