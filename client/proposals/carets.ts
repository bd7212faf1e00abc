// Owns how others' carets and selections look. Names and colours come from the server's stamp on presence, never from a
// client's own words; an anonymous board has no carets because its presence is silent.

import { NOTE_COLORS } from '../../shared/model.ts'

interface Shown {
  name: string
  /** A CSS colour. */
  color: string
}

/** Presence as stamped: a note colour's name, or a hex colour. Anything else is somebody's invention. */
export function shownOf(user: Record<string, unknown>): Shown {
  const color = typeof user['color'] === 'string' ? user['color'] : ''
  const isNote = (NOTE_COLORS as readonly string[]).includes(color)
  const safe = isNote ? `var(--kiem-note-${color}-edge)` : /^#[0-9a-f]{3,8}$/i.test(color) ? color : 'var(--kiem-edge)'
  return { name: typeof user['name'] === 'string' ? user['name'] : '', color: safe }
}

export function caret(user: Record<string, unknown>): HTMLElement {
  const { name, color } = shownOf(user)
  const element = document.createElement('span')
  element.className = 'kiem-caret'
  element.style.setProperty('--caret', color)
  const label = document.createElement('span')
  label.className = 'kiem-caret-name'
  // As an attribute, drawn by CSS: a label inside the text would be read, copied and measured as text.
  label.dataset['name'] = name
  label.ariaHidden = 'true'
  element.append(label)
  return element
}

export function selectionOf(user: Record<string, unknown>) {
  const { name, color } = shownOf(user)
  return { nodeName: 'span', class: 'kiem-selection', style: `--caret: ${color}`, 'data-user': name }
}
