// Who may do what in a war, and since when that must show: access as the app would judge it, slow or failing at times, and
// how much of presence a document shows.
import type { Access, Person, PresenceMode } from '../../../../server/sync/index.ts'
import type { WarClock } from './clock.ts'

/** Nobody was told: access and presence are judged at least so often. */
const WITHIN_MS = 10_000
/** The longest answer of a judge that is not failing. */
export const SLOW_JUDGE_MS = 200

export class Doors {
  failing = false
  readonly #persons = new Map<string, Access>()
  readonly #phases = new Map<string, Access>()
  readonly #quiet = new Set<string>()
  /** From when on a change must show. */
  readonly #since = new Map<string, number>()

  constructor(
    private readonly clock: WarClock,
    private readonly random: () => number,
  ) {}

  of(userId: string, document: string): Access {
    const phase = this.#phases.get(document) ?? 'edit'
    const person = this.#persons.get(`${userId} ${document}`) ?? 'edit'
    if (person === 'none' || phase === 'none') return 'none'
    return person === 'view' || phase === 'view' ? 'view' : 'edit'
  }

  async access(person: Person, document: string): Promise<Access> {
    const early = this.of(person.userId, document)
    if (this.random() < 0.3) await this.clock.sleep(Math.floor(this.random() * SLOW_JUDGE_MS))
    if (this.failing) throw new Error('the database is away')
    // What was read before the wait or after it: both are honest answers.
    return this.random() < 0.5 ? early : this.of(person.userId, document)
  }

  async presence(document: string): Promise<PresenceMode> {
    return this.#quiet.has(document) ? 'quiet' : 'full'
  }

  setPerson(userId: string, document: string, access: Access, told: boolean): void {
    this.#persons.set(`${userId} ${document}`, access)
    this.#changed(`${userId} ${document}`, told)
  }

  setPhase(document: string, access: Access, told: boolean): void {
    this.#phases.set(document, access)
    this.#changed(document, told)
  }

  setPresence(document: string, mode: PresenceMode, told: boolean): void {
    if (mode === 'quiet') this.#quiet.add(document)
    else this.#quiet.delete(document)
    this.#changed(`presence ${document}`, told)
  }

  /** What the person may do, once it must show everywhere; null while an older answer may still hold. */
  settled(userId: string, document: string): Access | null {
    if (this.failing || !this.#isOver(`${userId} ${document}`) || !this.#isOver(document)) return null
    return this.of(userId, document)
  }

  quiet(document: string): boolean {
    return this.#quiet.has(document) && this.#isOver(`presence ${document}`)
  }

  fail(): void {
    this.failing = true
  }

  /** What could not be asked meanwhile is asked within the usual time. */
  heal(): void {
    if (!this.failing) return
    this.failing = false
    const from = this.clock.now() + WITHIN_MS + SLOW_JUDGE_MS + 1
    for (const [key, since] of this.#since) this.#since.set(key, Math.max(since, from))
  }

  peace(): void {
    this.heal()
    this.#persons.clear()
    this.#phases.clear()
    this.#quiet.clear()
    this.#since.clear()
  }

  #isOver(key: string): boolean {
    return this.clock.now() >= (this.#since.get(key) ?? 0)
  }

  #changed(key: string, told: boolean): void {
    this.#since.set(key, this.clock.now() + (told ? 0 : WITHIN_MS) + SLOW_JUDGE_MS + 1)
  }
}
