// Owns the soft sound when a timer runs out: two low bells, once for a timer however many windows hear it on this device,
// and a switch that keeps it quiet. No sound file: a few notes are cheaper than a download.

import { createStore, useStore } from '../live/store.ts'

const MUTED_KEY = 'kiem.muted'
const RUNG_KEY = 'kiem.rung'

function isKeptMuted(): boolean {
  try {
    return localStorage.getItem(MUTED_KEY) === '1'
  } catch {
    return false
  }
}

const muted = createStore(isKeptMuted())

export const useMuted = (): boolean => useStore(muted)

export function mute(isMuted: boolean): void {
  muted.set(isMuted)
  try {
    localStorage.setItem(MUTED_KEY, isMuted ? '1' : '0')
  } catch {
    // Then the switch lasts as long as the page.
  }
}

/** True for the first window that asks about this timer. */
function isFirst(endsAt: number): boolean {
  try {
    if (localStorage.getItem(RUNG_KEY) === String(endsAt)) return false
    localStorage.setItem(RUNG_KEY, String(endsAt))
  } catch {
    // Every window for itself.
  }
  return true
}

const NOTES_HZ = [523.25, 392] // C5, G4: falling, as something that ends
const APART_S = 0.32
const RINGS_S = 1.4
const LOUDNESS = 0.16

export function chime(endsAt: number): void {
  if (muted.get() || !isFirst(endsAt) || typeof AudioContext === 'undefined') return
  const context = new AudioContext()
  // A browser that has not been touched yet refuses sound; colour and words say it too.
  if (context.state === 'suspended') void context.resume().catch(() => undefined)
  for (const [index, frequency] of NOTES_HZ.entries()) {
    const at = context.currentTime + index * APART_S
    const tone = new OscillatorNode(context, { frequency, type: 'sine' })
    const loudness = new GainNode(context, { gain: 0 })
    loudness.gain.setValueAtTime(0, at)
    loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02)
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + RINGS_S)
    tone.connect(loudness).connect(context.destination)
    tone.start(at)
    tone.stop(at + RINGS_S)
    if (index === NOTES_HZ.length - 1) tone.addEventListener('ended', () => void context.close().catch(() => undefined))
  }
}

if (typeof window !== 'undefined') {
  // The switch in one window is for the wall in another.
  window.addEventListener('storage', ({ key }) => {
    if (key === MUTED_KEY) muted.set(isKeptMuted())
  })
}
