// Owns the small drawing of a template: its columns as trays with a few notes. Decoration; the name stands beside it.

import type { NoteColor, TemplateName } from '../../shared/model.ts'
import { cssVariables } from './css-variables.ts'
import classes from './home.module.css'

/** The colours of a template's columns and how many notes to draw in each; the server owns the real ones. */
const DRAWINGS: Record<TemplateName, readonly (readonly [NoteColor, number])[]> = {
  'idea-box': [
    ['sun', 4],
    ['sky', 2],
    ['sage', 1],
  ],
  brainstorm: [
    ['sun', 4],
    ['coral', 3],
    ['sage', 2],
  ],
  retrospective: [
    ['sage', 3],
    ['coral', 3],
    ['sky', 2],
  ],
  'start-stop-continue': [
    ['sage', 3],
    ['coral', 2],
    ['sky', 3],
  ],
  'impact-effort': [
    ['sand', 2],
    ['sage', 3],
    ['sky', 2],
    ['sun', 2],
    ['rose', 1],
  ],
  'quick-wins': [
    ['coral', 3],
    ['sun', 3],
    ['sky', 2],
    ['sage', 1],
  ],
  blank: [['sun', 0]],
}

export function TemplatePreview({ template }: { template: TemplateName }) {
  return (
    <span className={classes.preview} aria-hidden="true">
      {DRAWINGS[template].map(([color, notes]) => (
        <span key={color} className={classes.tray}>
          {Array.from({ length: notes }, (_, note) => (
            <span
              // oxlint-disable-next-line react/no-array-index-key -- drawn notes have no identity
              key={note}
              className={classes.note}
              style={cssVariables({
                '--note-fill': `var(--kiem-note-${color})`,
                '--note-edge': `var(--kiem-note-${color}-edge)`,
              })}
            />
          ))}
        </span>
      ))}
    </span>
  )
}
