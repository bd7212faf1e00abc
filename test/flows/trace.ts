// Owns: reading a recorded editing session (josephg/editing-traces) and saying, per writer, which steps they took and
// what each had seen before: a step may only be typed into a document that has merged exactly its parents.
// The recordings lie beside the repository (../shared/data) and are not part of it: tests skip where they are absent.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type * as Y from 'yjs'
import { REPOSITORY } from '../support/source.ts'

const FOLDER = path.resolve(REPOSITORY, '../shared/data/traces')

/** Position and number deleted in Unicode code points, then the text inserted there. */
export type Patch = [position: number, deleted: number, inserted: string]

/** What somebody typed in one go: they had seen this many of the other's transactions, not one more. */
export type Step = { seen: number; transactions: Patch[][] }

interface Concurrent {
  endContent: string
  numAgents: number
  txns: { parents: number[]; agent: number; patches: Patch[] }[]
}

interface Sequential {
  startContent: string
  endContent: string
  txns: { patches: Patch[] }[]
}

/** The reason to skip, or false. */
export function noTrace(name: string): string | false {
  if (existsSync(path.join(FOLDER, name))) return false
  const reason = `${name} is not in ${FOLDER}: the replay of a recorded session is skipped.`
  console.warn(reason)
  return reason
}

function read(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(path.join(FOLDER, name))).toString('utf8'))
}

export function sequentialTrace(name: string): Sequential {
  return read(name) as Sequential
}

/** A session of two people. Each one's transactions are a line: theirs only grow, and so does what they have seen. */
export function twoWriters(name: string): { endContent: string; transactions: number; steps: [Step[], Step[]] } {
  const { endContent, numAgents, txns } = read(name) as Concurrent
  if (numAgents !== 2) throw new Error(`${name} has ${numAgents} writers, not two`)
  const steps: [Step[], Step[]] = [[], []]
  const written: [number, number] = [0, 0]
  const after: { own: number; seen: number }[] = []
  for (const { parents, agent, patches } of txns) {
    const own = steps[agent as 0 | 1]
    let seen = own.at(-1)?.seen ?? 0
    for (const parent of parents) {
      const there = after[parent]!
      const others = txns[parent]!.agent === agent ? there.seen : there.own
      seen = Math.max(seen, others)
    }
    const last = own.at(-1)
    if (last?.seen === seen) last.transactions.push(patches)
    else own.push({ seen, transactions: [patches] })
    written[agent as 0 | 1] += 1
    after.push({ own: written[agent as 0 | 1], seen })
  }
  return { endContent, transactions: txns.length, steps }
}

/** Code points are UTF-16 units only as long as no character is outside the basic plane: checked, not assumed. */
export function type(text: Y.Text, patches: readonly Patch[]): void {
  for (const [position, deleted, inserted] of patches) {
    if (/[\u{10000}-\u{10ffff}]/u.test(inserted)) throw new Error('this trace needs positions in code points')
    if (deleted > 0) text.delete(position, deleted)
    if (inserted !== '') text.insert(position, inserted)
  }
}
