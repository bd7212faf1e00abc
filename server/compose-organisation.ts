// Owns wiring the organisation: its list of people, its calendar, and how answering goes. Part of compose.ts: it may know every
// room, and must never decide anything itself.

/** For whoever moves a case: compose hands these to the escalations. */
export { organisationAround, peopleOf } from './organisation/around.ts'
