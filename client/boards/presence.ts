// Owns who else is on the board now: what I tell the others about myself (which card I write on, where my pointer is) and
// what they tell me. The server stamps who somebody is; in quiet rooms it passes on nothing but that somebody is there.

import type { Awareness } from 'y-protocols/awareness'
import {
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
  type RelativePosition,
  type Text,
} from 'yjs'
import type { IdeaId } from '../../shared/model.ts'
import { KeyedStore } from './keyed-store.ts'

export interface PresentPerson {
  userId: string
  name: string
}

/** Somebody writing on a card, with their selection where it is known. */
export interface Writer extends PresentPerson {
  clientId: number
  anchor: RelativePosition | null
  head: RelativePosition | null
}

export interface Pointer extends PresentPerson {
  clientId: number
  /** Wall units. */
  x: number
  y: number
}

export interface Here {
  /** Named people, each once however many tabs they have. */
  people: readonly PresentPerson[]
  /** People who are there without a name: quiet rooms. */
  unnamed: number
}

type State = Record<string, unknown>

const isRecord = (value: unknown): value is State => typeof value === 'object' && value !== null

function personIn(state: State): PresentPerson | null {
  const user = state['user']
  if (!isRecord(user) || typeof user['id'] !== 'string' || typeof user['name'] !== 'string') return null
  return { userId: user['id'], name: user['name'] }
}

function position(value: unknown): RelativePosition | null {
  try {
    return isRecord(value) ? createRelativePositionFromJSON(value) : null
  } catch {
    return null
  }
}

const NOBODY: Here = { people: [], unnamed: 0 }

export class Presence {
  /** Writers by card. */
  readonly writers = new KeyedStore<readonly Writer[]>()
  private readonly awareness: Awareness
  private here: Here = NOBODY
  private pointerList: readonly Pointer[] = []
  private readonly listeners = new Set<() => void>()
  private sentPointer: { x: number; y: number } | null = null
  private due: ReturnType<typeof setTimeout> | null = null

  constructor(awareness: Awareness) {
    this.awareness = awareness
    awareness.on('change', this.read)
    this.read()
  }

  destroy(): void {
    this.awareness.off('change', this.read)
    if (this.due) clearTimeout(this.due)
    this.tell({ editing: null, selection: null, pointer: null, typing: false })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly hereNow = (): Here => this.here
  readonly pointers = (): readonly Pointer[] => this.pointerList

  /** I write on this card; null: no longer. */
  editing(ideaId: IdeaId | null): void {
    this.tell(ideaId ? { editing: ideaId } : { editing: null, selection: null })
  }

  /** My selection in a card's text. */
  select(ideaId: IdeaId, text: Text, start: number, end: number): void {
    const anchor = createRelativePositionFromTypeIndex(text, start)
    const head = createRelativePositionFromTypeIndex(text, end)
    this.tell({ editing: ideaId, selection: { anchor, head, in: ideaId } })
  }

  /** My pointer on the wall; told at most every POINTER_EVERY_MS. */
  point(place: { x: number; y: number } | null): void {
    this.sentPointer = place && { x: Math.round(place.x), y: Math.round(place.y) }
    this.due ??= setTimeout(() => {
      this.due = null
      this.tell({ pointer: this.sentPointer })
    }, POINTER_EVERY_MS)
  }

  private tell(fields: State): void {
    const state = this.awareness.getLocalState()
    if (state) this.awareness.setLocalState({ ...state, ...fields })
  }

  private readonly read = (): void => {
    const people = new Map<string, PresentPerson>()
    const writers = new Map<string, Writer[]>()
    const pointers: Pointer[] = []
    let unnamed = 0
    for (const [clientId, state] of this.awareness.getStates()) {
      if (clientId === this.awareness.clientID) continue
      const person = personIn(state)
      if (!person) {
        unnamed++
        continue
      }
      people.set(person.userId, person)
      const { editing, selection, pointer } = state
      if (typeof editing === 'string') {
        const within = isRecord(selection) && selection['in'] === editing ? selection : {}
        const writer = { ...person, clientId, anchor: position(within['anchor']), head: position(within['head']) }
        writers.set(editing, [...(writers.get(editing) ?? []), writer])
      }
      if (isRecord(pointer) && typeof pointer['x'] === 'number' && typeof pointer['y'] === 'number') {
        pointers.push({ ...person, clientId, x: pointer['x'], y: pointer['y'] })
      }
    }
    for (const key of new Set([...this.writers.keys(), ...writers.keys()])) {
      const next = writers.get(key)
      if (JSON.stringify(next) !== JSON.stringify(this.writers.get(key))) this.writers.set(key, next)
    }
    this.pointerList = pointers
    const next = { people: [...people.values()], unnamed }
    if (JSON.stringify(next) !== JSON.stringify(this.here)) this.here = next
    for (const listener of Array.from(this.listeners)) listener()
  }
}

/** As often as the server passes pointers on; more would be thrown away. */
const POINTER_EVERY_MS = 60
