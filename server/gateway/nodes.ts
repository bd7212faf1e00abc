// Owns what the nodes of one cluster tell each other beside documents, as JSON: personal events, ended sessions, people who
// changed. It is a hint: whoever was not reached finds out by asking the database. Must never carry a text.

import type { ZodType } from 'zod'

/** The bus between nodes, as the sync engine has it: signed, bounded, and lossy. */
export interface NodeBus {
  tell(topic: string, body: Uint8Array): void
  hear(topic: string, heed: (body: Uint8Array) => void): () => void
  onMissed(listener: () => void): () => void
}

export interface Nodes {
  tell(topic: string, value: unknown): void
  /** What does not have this shape was sent by another version, and is not for us. */
  hear<T>(topic: string, shape: ZodType<T>, heed: (value: T) => void): void
  /** Messages may have been missed. Not called for the first time, when there was nobody yet to miss any. */
  onMissed(listener: () => void): void
}

const PREFIX = 'app.'

/** @param bus null with one node: nothing is told and nothing heard */
export function createNodes(bus: NodeBus | null): Nodes {
  return {
    tell: (topic, value) => bus?.tell(PREFIX + topic, new TextEncoder().encode(JSON.stringify(value))),
    hear(topic, shape, heed) {
      bus?.hear(PREFIX + topic, (body) => {
        const read = shape.safeParse(parsed(body))
        if (read.success) heed(read.data)
      })
    },
    onMissed(listener) {
      let before = false
      bus?.onMissed(() => {
        if (before) listener()
        before = true
      })
    },
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
