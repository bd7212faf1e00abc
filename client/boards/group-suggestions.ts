// Owns which cards seem to belong together, by their words alone: TF-IDF over stems and parts of compounds, cosine, and
// average-link clustering down to a named likeness. Pure and deterministic: the same cards in the same order give the same
// answer. It knows only what it is given, which is cards that are on the board.

import type { Tongue } from '../../shared/similarity/stem.ts'
import type { BoardStore } from './board-store.ts'
import { isStop, tongueOf, type Word, wordsOf } from '../../shared/similarity/words.ts'

export interface SuggestedCard {
  id: string
  text: string
  /** The group it lies in already, if any. */
  groupId: string | null
}

export interface Suggestion {
  /** Cards in no group yet, in the order given. */
  ids: readonly string[]
  /** The group they would join; null: they would make a new one. */
  groupId: string | null
  /** What their texts share, as it is written there; the strongest first. */
  words: readonly string[]
}

/**
 * Cards are put together as long as they are this alike on average. Tuned on real ideas of residents and of an office: among
 * forty titles two of four words that share one come to 0.2. Below 0.15 chains of one common word run together; above 0.25
 * little more than the same words in another order is found.
 */
export const LIKENESS_MIN = 0.17
/** Less than this counts as nothing in common. */
const FAINT = LIKENESS_MIN / 2
/** A part of a compound ("buurttuin" and "tuin") says less than the whole word. */
const PART_WEIGHT = 0.7
const PART_MIN_CHARS = 4
/** Two words that begin alike ("speelplaats" and "speeltuin") may still mean different things. */
const BEGIN_WEIGHT = 0.85
const BEGIN_MIN_CHARS = 5
const REST_MIN_CHARS = 3
/** A word that so large a part of the cards has is what the board is about, and tells none of them apart. */
const COMMON_SHARE = 0.25
/** On a small board every word is in a large share. */
const COMMON_MIN_CARDS = 6
const WORDS_SHOWN = 4

/** What suggestions are made of: every card on the board, and nothing else. Sealed ideas are not on it. */
export function cardsToCompare(store: BoardStore): SuggestedCard[] {
  const ids = store.columns().flatMap(({ columnId }) => store.everyIn(columnId))
  return ids.map((id) => ({ id, text: store.card(id)!.title, groupId: store.groups.of(id)?.groupId ?? null }))
}

/** The largest first. */
export function suggestGroups(cards: readonly SuggestedCard[]): Suggestion[] {
  const vectors = vectorsOf(cards.map(({ text }) => text))
  const links = new Links(cards.length)
  eachPair(vectors, (a, b, likeness) => links.add(a, b, likeness))
  const clusters = links.cluster(seedsOf(cards))
  return clusters
    .flatMap((members): Suggestion[] => {
      const groupId = members.map((at) => cards[at]!.groupId).find((id) => id !== null) ?? null
      const fresh = members.filter((at) => cards[at]!.groupId === null)
      if (fresh.length < (groupId === null ? 2 : 1)) return []
      return [{ ids: fresh.map((at) => cards[at]!.id), groupId, words: sharedWords(members, vectors, fresh) }]
    })
    .filter(({ words }) => words.length > 0)
    .sort((a, b) => b.ids.length - a.ids.length)
}

/** Cards that lie in one group already start together. */
function seedsOf(cards: readonly SuggestedCard[]): number[][] {
  const groups = new Map<string, number[]>()
  const seeds: number[][] = []
  for (const [at, { groupId }] of cards.entries()) {
    const known = groupId === null ? undefined : groups.get(groupId)
    if (known) known.push(at)
    else {
      const seed = [at]
      seeds.push(seed)
      if (groupId !== null) groups.set(groupId, seed)
    }
  }
  return seeds
}

interface Vector {
  weights: ReadonlyMap<string, number>
  /** As they are written in this text, by stem. */
  words: ReadonlyMap<string, string>
}

function vectorsOf(texts: readonly string[]): Vector[] {
  const tongues = texts.map(tongueOf)
  const usual: Tongue =
    tongues.filter((each) => each === 'nl').length * 2 >= tongues.filter(Boolean).length ? 'nl' : 'en'
  const all = texts.map((text, at) => wordsOf(text, tongues[at] ?? usual))
  const stems = new Set(all.flatMap((words) => words.map((word) => word.stem)))
  const begins = beginsOf(stems)
  const counted = all.map((words) => featuresOf(words, stems, begins))
  const inCards = new Map<string, number>()
  for (const { counts } of counted) for (const key of counts.keys()) inCards.set(key, (inCards.get(key) ?? 0) + 1)
  const commonFrom = Math.max(COMMON_MIN_CARDS, texts.length * COMMON_SHARE)
  return counted.map(({ counts, words }) => {
    const weights = new Map<string, number>()
    for (const [key, count] of counts) {
      const cards = inCards.get(key)!
      if (cards <= commonFrom) weights.set(key, count * Math.log(1 + texts.length / cards))
    }
    const length = Math.hypot(...weights.values())
    for (const [key, weight] of weights) weights.set(key, weight / length)
    return { weights, words }
  })
}

function featuresOf(words: readonly Word[], stems: ReadonlySet<string>, begins: ReadonlyMap<string, string>) {
  const counts = new Map<string, number>()
  const written = new Map<string, string>()
  const put = (key: string, weight: number, text: string) => {
    counts.set(key, Math.max(counts.get(key) ?? 0, weight))
    if (!written.has(key)) written.set(key, text)
  }
  for (const { stem, text } of words) put(stem, 1, text)
  for (const { stem, text } of words) {
    const begin = begins.get(stem)
    if (begin !== undefined) put(`${begin}…`, BEGIN_WEIGHT, text)
    for (let at = REST_MIN_CHARS; at <= stem.length - REST_MIN_CHARS; at++) {
      const [head, tail] = [stem.slice(0, at), stem.slice(at)]
      if (head.length >= PART_MIN_CHARS && stems.has(head)) put(head, PART_WEIGHT, text)
      if (tail.length >= PART_MIN_CHARS && stems.has(tail)) put(tail, PART_WEIGHT, text)
    }
  }
  return { counts, words: written }
}

/** The shortest beginning that a word shares with another, when it is long enough to mean something and is no word itself. */
function beginsOf(stems: ReadonlySet<string>): Map<string, string> {
  const sorted = [...stems].sort()
  const begins = new Map<string, string>()
  let shared = ''
  for (const [at, stem] of sorted.entries()) {
    if (shared === '' || !stem.startsWith(shared)) {
      shared = commonBegin(stem, sorted[at + 1] ?? '')
      if (shared.length < BEGIN_MIN_CHARS || stems.has(shared) || isStop(shared)) shared = ''
    }
    if (shared !== '') begins.set(stem, shared)
  }
  return begins
}

function commonBegin(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return a.slice(0, length)
}

/** Every two cards that share a word and are at all alike, each pair once. */
function eachPair(vectors: readonly Vector[], told: (a: number, b: number, likeness: number) => void): void {
  const having = new Map<string, { at: number; weight: number }[]>()
  const alike = new Float64Array(vectors.length)
  for (const [at, { weights }] of vectors.entries()) {
    const met: number[] = []
    for (const [key, weight] of weights) {
      const before = having.get(key)
      for (const other of before ?? []) {
        if (alike[other.at] === 0) met.push(other.at)
        alike[other.at]! += weight * other.weight
      }
      if (before) before.push({ at, weight })
      else having.set(key, [{ at, weight }])
    }
    for (const other of met) {
      if (alike[other]! >= FAINT) told(other, at, alike[other]!)
      alike[other] = 0
    }
  }
}

/** How alike cards are, and clustering them by the average of it. */
class Links {
  /** By cluster: the sum of likenesses to another, under its first card. */
  private readonly sums: Map<number, number>[]

  constructor(size: number) {
    this.sums = Array.from({ length: size }, () => new Map())
  }

  add(a: number, b: number, likeness: number): void {
    this.put(a, b, likeness)
    this.put(b, a, likeness)
  }

  private put(from: number, to: number, likeness: number): void {
    const sums = this.sums[from]!
    sums.set(to, (sums.get(to) ?? 0) + likeness)
  }

  /** Puts the two most alike together until none are alike enough. Two of several cards each from the start never are. */
  cluster(seeds: readonly number[][]): number[][] {
    const members = new Map<number, number[]>()
    const isSeeded = new Set<number>()
    for (const seed of seeds) {
      const first = seed[0]!
      members.set(first, [first])
      for (const at of seed.slice(1)) {
        members.set(at, [at])
        this.merge(members, first, at)
      }
      if (seed.length > 1) isSeeded.add(first)
    }
    const best = new Map<number, { to: number; likeness: number }>()
    const look = (from: number) => {
      let found: { to: number; likeness: number } | null = null
      for (const [to, sum] of this.sums[from]!) {
        if (isSeeded.has(from) && isSeeded.has(to)) continue
        const likeness = sum / (members.get(from)!.length * members.get(to)!.length)
        if (!found || likeness > found.likeness || (likeness === found.likeness && to < found.to)) {
          found = { to, likeness }
        }
      }
      if (found && found.likeness >= LIKENESS_MIN) best.set(from, found)
      else best.delete(from)
    }
    for (const from of members.keys()) look(from)
    for (;;) {
      let top: { from: number; to: number; likeness: number } | null = null
      for (const [from, { to, likeness }] of best) {
        if (!top || likeness > top.likeness || (likeness === top.likeness && from < top.from)) {
          top = { from, to, likeness }
        }
      }
      if (!top) break
      const [into, gone] = top.from < top.to ? [top.from, top.to] : [top.to, top.from]
      this.merge(members, into, gone)
      if (isSeeded.delete(gone)) isSeeded.add(into)
      best.delete(gone)
      look(into)
      // An average is never more than the greater of its parts: only who was nearest to one of these two looks again.
      for (const [each, { to }] of best) if (each !== into && (to === into || to === gone)) look(each)
    }
    return [...members.values()].filter((each) => each.length > 1).map((each) => each.sort((a, b) => a - b))
  }

  private merge(members: Map<number, number[]>, into: number, gone: number): void {
    members.set(into, [...members.get(into)!, ...members.get(gone)!])
    members.delete(gone)
    for (const [other, sum] of this.sums[gone]!) {
      const theirs = this.sums[other]!
      theirs.delete(gone)
      if (other === into) continue
      this.put(into, other, sum)
      theirs.set(into, (theirs.get(into) ?? 0) + sum)
    }
    this.sums[gone]!.clear()
    this.sums[into]!.delete(gone)
  }
}

/** What several of them share, and one that is new to the group among them. */
function sharedWords(members: readonly number[], vectors: readonly Vector[], fresh: readonly number[]): string[] {
  const found = new Map<string, { weight: number; cards: number; texts: Map<string, number> }>()
  for (const at of members) {
    const { weights, words } = vectors[at]!
    for (const [key, weight] of weights) {
      const known = found.get(key) ?? { weight: 0, cards: 0, texts: new Map<string, number>() }
      const text = words.get(key)!
      known.texts.set(text, (known.texts.get(text) ?? 0) + 1)
      found.set(key, { ...known, weight: known.weight + weight, cards: known.cards + 1 })
    }
  }
  const from = Math.max(2, members.length / 2)
  const isNew = (key: string) => fresh.some((at) => vectors[at]!.weights.has(key))
  return [...found]
    .filter(([key]) => isNew(key))
    .map(([, each]) => each)
    .filter(({ cards }) => cards >= 2 && cards >= Math.min(from, 3))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, WORDS_SHOWN)
    .map(({ texts }) => [...texts].sort(([a, m], [b, n]) => n - m || a.length - b.length || (a < b ? -1 : 1))[0]![0])
    .filter((text, at, all) => all.findIndex((each) => each.toLowerCase() === text.toLowerCase()) === at)
}
