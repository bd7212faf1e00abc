// Owns reading a timer at a moment of the server's clock: what is left, how it is written, and how urgent it is. Pure.

import type { Timer } from '../../shared/session.ts'

export type Urgency = 'calm' | 'last-minute' | 'over'

export interface TimerReading {
  /** Whole seconds left, never below zero. */
  leftS: number
  urgency: Urgency
  isPaused: boolean
  /** 4:05, or 1:04:05 */
  clock: string
  /** From 1 (just begun) to 0 (over), for the ring and the line that run out. */
  share: number
}

const SECOND_MS = 1000
const LAST_MINUTE_S = 60

export function readTimer(timer: Timer, nowAt: number): TimerReading {
  const leftMs = Math.max(0, timer.endsAt === null ? (timer.leftMs ?? 0) : timer.endsAt - nowAt)
  // Rounded up: "0:00" is shown when it is over, not a second before.
  const leftS = Math.ceil(leftMs / SECOND_MS)
  return {
    leftS,
    urgency: leftS === 0 ? 'over' : leftS <= LAST_MINUTE_S ? 'last-minute' : 'calm',
    isPaused: timer.endsAt === null && leftMs > 0,
    clock: clockOf(leftS),
    share: timer.totalMs > 0 ? Math.min(1, leftMs / timer.totalMs) : 0,
  }
}

export function clockOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** Whole seconds until `at`, never below zero. */
export const secondsUntil = (at: number, nowAt: number): number => Math.max(0, Math.ceil((at - nowAt) / SECOND_MS))

/** How long until the next whole second of a countdown to `at` begins. */
export function nextSecondInMs(at: number, nowAt: number): number {
  const rest = (at - nowAt) % SECOND_MS
  return rest > 0 ? rest : SECOND_MS + rest
}
