// Owns the keyboard: which keys do something now and what they are called. One listener; the newest registration of a key
// wins; typing in a field or a dialog never triggers one.

import { useEffect, useEffectEvent } from 'react'
import { createRegistry, useRegistry } from './registry.ts'

export interface Key {
  /** As `KeyboardEvent.key` says it, with `mod+` for Ctrl or ⌘ and `shift+`, `alt+`: 'n', '?', 'mod+k', 'Escape'. */
  key: string
  /** What it does, in the reader's words, for the list of keys. */
  label: string
  run: (event: KeyboardEvent) => void
  /** Also while typing in a field (only sensible with `mod+`). */
  inFields?: boolean
  /** Works but is not listed. */
  silent?: boolean
}

export interface KeyGroup {
  /** Heading in the list: 'Board', 'Card'. */
  title: string
  keys: Key[]
}

const groups = createRegistry<KeyGroup>()

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Does this key press mean `spec`? Letters ignore case; shift counts only where it does not make another character. */
export function matchesKey(spec: string, press: Press): boolean {
  const parts = spec === '+' ? ['+'] : spec.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier)
  if (wants('mod') !== (press.ctrlKey || press.metaKey)) return false
  if (wants('alt') !== press.altKey) return false
  const isSign = press.key.length === 1 && press.key.toLowerCase() === press.key.toUpperCase()
  if (!isSign && wants('shift') !== press.shiftKey) return false
  return press.key.toLowerCase() === key.toLowerCase()
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const typing = isTyping(event.target)
  const inDialog = document.querySelector('[role="dialog"][aria-modal="true"]') !== null
  for (const group of groups.all().toReversed()) {
    for (const key of group.keys) {
      if ((typing || inDialog) && !key.inFields) continue
      if (!matchesKey(key.key, event)) continue
      event.preventDefault()
      key.run(event)
      return
    }
  }
}

/** Keys that work while this component is there, listed under `title`. Pass null to have none for now. */
export function useKeys(title: string, keys: Key[] | null): void {
  const press = useEffectEvent((place: number, event: KeyboardEvent) => keys?.[place]?.run(event))
  const shape = keys
    ? JSON.stringify(keys.map(({ key, label, inFields, silent }) => [key, label, inFields, silent]))
    : ''
  useEffect(() => {
    if (shape === '') return
    const listed = (JSON.parse(shape) as [string, string, boolean?, boolean?][]).map(
      ([key, label, inFields, silent], place): Key => ({
        key,
        label,
        inFields: inFields ?? false,
        silent: silent ?? false,
        run: (event) => press(place, event),
      }),
    )
    if (groups.all().length === 0) document.addEventListener('keydown', onKeyDown)
    const remove = groups.add({ title, keys: listed })
    return () => {
      remove()
      if (groups.all().length === 0) document.removeEventListener('keydown', onKeyDown)
    }
  }, [title, shape])
}

/** Everything that works now, for the list of keys. */
export function useKeyGroups(): readonly KeyGroup[] {
  return useRegistry(groups)
}

const APPLE = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform)
const SIGNS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
}

/** 'mod+k' → ['Ctrl', 'K'], or ['⌘', 'K'] on a Mac. */
export function keyCaps(spec: string): string[] {
  return spec.split('+').map((part) => {
    if (part === 'mod') return APPLE ? '⌘' : 'Ctrl'
    if (part === 'shift') return '⇧'
    if (part === 'alt') return APPLE ? '⌥' : 'Alt'
    return SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)
  })
}
