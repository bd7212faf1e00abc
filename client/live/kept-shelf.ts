// Owns one person's texts that the server did not accept, in this browser's storage, one key each so that two tabs never
// overwrite each other. It never loses one in silence: the oldest go only after the person has been told so, and where
// the browser forbids storage they last as long as the page and that is said.

import type { DocumentName } from '../../shared/documents.ts'
import { KEPT_TEXTS_MAX, KEPT_TEXTS_MAX_CHARS } from '../../shared/limits.ts'
import { type Piece, type Place, type Told, wholeText } from './pieces.ts'
import { createStore } from './store.ts'

/** Why it was not accepted, in the few ways that differ for a person. */
export type Why = 'read-only' | 'not-allowed' | 'too-big' | 'too-long' | 'full' | 'refused'

export interface KeptText {
  id: string
  /** Epoch ms. */
  at: number
  document: DocumentName
  /** What the board or idea was called then; '' when not known. */
  title: string
  /** Its page, where the name of the document does not say it. */
  to?: string
  why: Why
  /** Null for a line that only tells of changes without words. */
  place: (Place & { number?: number; cardTitle?: string }) | null
  pieces: Piece[]
  told: Told | null
  /** The person has seen that this one goes next when room is needed. */
  warned?: true
}

export type Finding = Omit<KeptText, 'id' | 'at' | 'warned'>

export interface KeptState {
  /** Oldest first. */
  texts: readonly KeptText[]
  /** False: some of it lasts only as long as this page. */
  durable: boolean
  /** These go when the next ones come. */
  leaving: ReadonlySet<string>
}

const PREFIX = 'kiem.kept.'
const keyPrefix = (userId: string) => `${PREFIX}${userId}.`

function isKept(value: unknown): value is KeptText {
  const text = value as Partial<KeptText> | null
  return typeof text?.id === 'string' && typeof text.document === 'string' && Array.isArray(text.pieces)
}

const sizeOf = ({ pieces }: KeptText) => pieces.reduce((chars, { text }) => chars + text.length, 0)
/** The same words refused again (by the other tab, or after one more try) are one text. */
const sameAs = (a: Finding, b: Finding) =>
  a.document === b.document &&
  wholeText(a.pieces) === wholeText(b.pieces) &&
  JSON.stringify([a.place?.kind, placeId(a), a.told]) === JSON.stringify([b.place?.kind, placeId(b), b.told])
const placeId = ({ place }: Finding) => (place?.kind === 'card' ? place.ideaId : null)

interface Tools {
  newId: () => string
  nowAt: () => number
}

export class KeptShelf {
  readonly state = createStore<KeptState>({ texts: [], durable: true, leaving: new Set() })
  private readonly prefix: string
  private readonly storage: Storage | null
  private readonly tools: Tools
  /** Not in the storage: it was full or forbidden. */
  private loose = new Map<string, KeptText>()

  constructor(userId: string, storage: Storage | null, tools: Tools) {
    this.prefix = keyPrefix(userId)
    this.storage = storage
    this.tools = tools
    this.refresh()
  }

  /** Another tab may have changed it. */
  refresh(): void {
    const texts = [...this.stored(), ...this.loose.values()].sort((a, b) => a.at - b.at)
    const leaving = new Set(surplus(texts).map(({ id }) => id))
    this.state.set({ texts, durable: this.loose.size === 0, leaving })
  }

  /** Answers the ids it gave them. */
  add(findings: readonly Finding[]): string[] {
    if (findings.length === 0) return []
    const ids: string[] = []
    const known = this.state.get().texts
    for (const text of surplus(known)) if (text.warned) this.forgetOne(text.id)
    for (const finding of findings) {
      for (const older of known) if (sameAs(older, finding)) this.forgetOne(older.id)
      const id = this.tools.newId()
      this.write({ ...finding, id, at: this.tools.nowAt() })
      ids.push(id)
    }
    this.refresh()
    return ids
  }

  /** The person has been shown which ones go next. */
  warned(): void {
    const { texts, leaving } = this.state.get()
    const news = texts.filter(({ id, warned }) => leaving.has(id) && !warned)
    for (const text of news) this.write({ ...text, warned: true })
    if (news.length > 0) this.refresh()
  }

  discard(ids: readonly string[]): void {
    for (const id of ids) this.forgetOne(id)
    this.refresh()
  }

  private write(text: KeptText): void {
    try {
      if (!this.storage) throw new Error('no storage')
      this.storage.setItem(this.prefix + text.id, JSON.stringify(text))
      this.loose.delete(text.id)
    } catch {
      // Full or forbidden: it still is in this page, and the drawer says that it is only there.
      this.loose.set(text.id, text)
    }
  }

  private forgetOne(id: string): void {
    this.loose.delete(id)
    try {
      this.storage?.removeItem(this.prefix + id)
    } catch {
      // Then it never was there.
    }
  }

  private stored(): KeptText[] {
    const found: KeptText[] = []
    try {
      for (const key of Object.keys(this.storage ?? {})) {
        if (!key.startsWith(this.prefix)) continue
        const text = parsed(this.storage?.getItem(key))
        if (text && !this.loose.has(text.id)) found.push(text)
      }
    } catch {
      // Storage that may not be read holds nothing.
    }
    return found
  }
}

function parsed(json: string | null | undefined): KeptText | null {
  try {
    const value: unknown = JSON.parse(json ?? 'null')
    return isKept(value) ? value : null
  } catch {
    return null
  }
}

/** The oldest beyond what is kept. */
function surplus(texts: readonly KeptText[]): KeptText[] {
  let chars = 0
  let count = 0
  const tooMuch = texts.toReversed().filter((text) => {
    chars += sizeOf(text)
    count++
    return count > KEPT_TEXTS_MAX || chars > KEPT_TEXTS_MAX_CHARS
  })
  // The newest is never surplus, however long it is.
  return tooMuch.filter((text) => text !== texts.at(-1))
}

export function wipeShelf(userId: string, storage: Storage): void {
  for (const key of Object.keys(storage)) if (key.startsWith(keyPrefix(userId))) storage.removeItem(key)
}

/** The key of another tab's change concerns this person's texts. */
export const isShelfKey = (key: string | null) => key === null || key.startsWith(PREFIX)
