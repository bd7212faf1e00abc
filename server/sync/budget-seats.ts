// Owns who is connected, by document and by person, and how many may be. It knows nothing of what they do there.
import type { SyncLimits } from './limits.ts'
import type { Person } from './presence.ts'
import type { Seat } from './seat.ts'

export class Attendance {
  readonly #all = new Set<Seat>()
  readonly #documents = new Map<string, Set<Seat>>()
  readonly #people = new Map<string, Set<Seat>>()

  constructor(
    private readonly limits: SyncLimits,
    /** How many a document takes, when it is not the usual number. */
    private readonly placesIn: (document: string) => number | null,
  ) {}

  get all(): ReadonlySet<Seat> {
    return this.#all
  }

  in(document: string): ReadonlySet<Seat> {
    return this.#documents.get(document) ?? NOBODY
  }

  of(userId: string): Iterable<Seat> {
    return [...this.#all].filter(({ person }) => person.userId === userId)
  }

  /**
   * Takes a place, when there is one. `leaves`: whoever has to go for it, because one person has one place too many (a page
   * left open somewhere, or a connection lost unnoticed) or took a place in a full document before.
   */
  add(seat: Seat): { taken: boolean; leaves: Seat | null } {
    const theirs = [...(this.#people.get(countedAs(seat.person)) ?? NOBODY)]
    const here = theirs.filter(({ document }) => document === seat.document)
    const full = this.in(seat.document).size >= (this.placesIn(seat.document) ?? this.limits.socketsPerDocument)
    if (full && here.length === 0) return { taken: false, leaves: null }
    this.#all.add(seat)
    put(this.#documents, seat.document, seat)
    put(this.#people, countedAs(seat.person), seat)
    if (full || here.length >= this.limits.socketsPerPerson) return { taken: true, leaves: idlest(here) }
    const many = theirs.length >= this.limits.socketsPerPersonInAll
    return { taken: true, leaves: many ? idlest(theirs) : null }
  }

  remove(seat: Seat): void {
    this.#all.delete(seat)
    take(this.#documents, seat.document, seat)
    take(this.#people, countedAs(seat.person), seat)
  }
}

export function countedAs(person: Person): string {
  return person.countedAs ?? person.userId
}

const NOBODY: ReadonlySet<Seat> = new Set()

function idlest(seats: readonly Seat[]): Seat | null {
  return seats.reduce<Seat | null>((idlest, seat) => (idlest && idlest.wroteAt <= seat.wroteAt ? idlest : seat), null)
}

function put(index: Map<string, Set<Seat>>, key: string, seat: Seat): void {
  const seats = index.get(key)
  if (seats === undefined) index.set(key, new Set([seat]))
  else seats.add(seat)
}

function take(index: Map<string, Set<Seat>>, key: string, seat: Seat): void {
  const seats = index.get(key)
  if (!seats?.delete(seat)) return
  if (seats.size === 0) index.delete(key)
}
