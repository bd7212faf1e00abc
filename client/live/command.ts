// Owns the client's door to the server: `send(name, input)` for every command. Answers are Outcomes; while the server
// cannot be reached a command waits, is counted (offline.ts) and goes out with the same key later.

import { useState } from 'react'
import type { CommandName, OutputOf, RawInputOf } from '../../shared/commands.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import { invalidate } from './api.ts'
import { call, OFFLINE } from './http.ts'
import { newId } from './keys.ts'
import { setWaiting } from './offline.ts'
import { CommandQueue, type Transport, type Waiting } from './queue.ts'
import { addressed } from './seat.ts'
import { currentSocket, onSocketUp } from './socket.ts'

/** An answer that takes longer is taken for lost; the same key is sent again. */
const ACK_WAIT_MS = 10_000

const transport: Transport = {
  send(name, input, key) {
    const socket = currentSocket()
    if (!socket?.connected) {
      return call('POST', `/api/commands/${name}`, {
        body: input,
        headers: { 'idempotency-key': key },
        waitMs: ACK_WAIT_MS,
      })
    }
    return new Promise((resolve) => {
      socket.timeout(ACK_WAIT_MS).emit('command', name, input, key, (lost: Error | null, answer: Outcome<unknown>) => {
        resolve(lost ? OFFLINE : answer)
      })
    })
  },
}

type LateListener = (command: Waiting, outcome: Outcome<unknown>) => void
const lateListeners = new Set<LateListener>()

/** Hears answers to commands that an earlier, closed page left waiting. */
export function onLateAnswer(listener: LateListener): () => void {
  lateListeners.add(listener)
  return () => lateListeners.delete(listener)
}

export const commandQueue = new CommandQueue({
  transport,
  newKey: newId,
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
  onWaiting: setWaiting,
  onLateAnswer: (command, outcome) => {
    for (const listener of lateListeners) listener(command, outcome)
  },
})

onSocketUp(() => commandQueue.wake())
if (typeof window !== 'undefined') window.addEventListener('online', () => commandQueue.wake())

/**
 * What a command is about: two commands about the same thing keep their order. Votes are about their round, because
 * taking a dot back must arrive before it is spent elsewhere.
 */
export function laneOf(name: string, input: unknown): string {
  const about = input as { ideaId?: string; roundId?: string; commentId?: string; boardId?: string }
  return about.roundId ?? about.ideaId ?? about.commentId ?? about.boardId ?? name
}

/** Sends a command. Resolves with the server's answer and never rejects; while offline it simply takes longer. */
export async function send<N extends CommandName>(name: N, input: RawInputOf<N>): Promise<Outcome<OutputOf<N>>> {
  const outcome = await commandQueue.send(addressed(name), input, laneOf(name, input))
  // The session ended under us: let the page find out who we are now.
  if (!outcome.ok && outcome.error.kind === 'sign-in') void invalidate(['me'])
  return outcome as Outcome<OutputOf<N>>
}

export interface CommandState<N extends CommandName> {
  run(input: RawInputOf<N>): Promise<Outcome<OutputOf<N>>>
  /** From the press until the answer. */
  busy: boolean
  /** Why the last run was refused; null again as soon as the next one starts. */
  refusal: Refusal | null
  clear(): void
}

/** One command behind one button or form. */
export function useCommand<N extends CommandName>(name: N): CommandState<N> {
  const [running, setRunning] = useState(0)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  return {
    busy: running > 0,
    refusal,
    clear: () => setRefusal(null),
    async run(input) {
      setRunning((count) => count + 1)
      setRefusal(null)
      const outcome = await send(name, input)
      setRunning((count) => count - 1)
      if (!outcome.ok) setRefusal(outcome.error)
      return outcome
    },
  }
}
