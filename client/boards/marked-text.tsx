// Owns drawing a card's text with the carets and selections of the people writing in it. Decoration: the text itself is
// what a screen reader gets.

import { Fragment, type ReactNode } from 'react'
import { createAbsolutePositionFromRelativePosition, type Doc, type RelativePosition } from 'yjs'
import { faceColor } from '../ui/face-look.ts'
import classes from './writing.module.css'
import { cssVariables } from './css-variables.ts'
import type { Writer } from './presence.ts'

interface Mark {
  start: number
  end: number
  caret: number
  writer: Writer
}

function indexOf(position: RelativePosition | null, doc: Doc): number | null {
  return position ? (createAbsolutePositionFromRelativePosition(position, doc)?.index ?? null) : null
}

export function marksOf(writers: readonly Writer[], doc: Doc, length: number): Mark[] {
  return writers.flatMap((writer) => {
    const anchor = indexOf(writer.anchor, doc)
    const head = indexOf(writer.head, doc)
    if (anchor === null || head === null || Math.max(anchor, head) > length) return []
    return [{ start: Math.min(anchor, head), end: Math.max(anchor, head), caret: head, writer }]
  })
}

/** The edge colour that stands for a person. */
export function writerColor(writer: { userId: string }): string {
  return `var(--kiem-note-${faceColor(writer.userId)}-edge)`
}

export function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  if (marks.length === 0) return text
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ start, end, caret }) => [start, end, caret])])]
  cuts.sort((a, b) => a - b)
  const pieces: ReactNode[] = []
  for (const [place, from] of cuts.entries()) {
    for (const { caret, writer } of marks) {
      if (caret !== from) continue
      pieces.push(
        <span
          key={`caret-${writer.clientId}`}
          className={classes.caret}
          style={cssVariables({ '--writer': writerColor(writer) })}
          aria-hidden="true"
        />,
      )
    }
    const to = cuts[place + 1]
    if (to === undefined) break
    const selected = marks.find(({ start, end }) => start <= from && to <= end && start < end)
    const piece = text.slice(from, to)
    pieces.push(
      selected ? (
        <span
          key={from}
          className={classes.selected}
          style={cssVariables({ '--writer': writerColor(selected.writer) })}
        >
          {piece}
        </span>
      ) : (
        <Fragment key={from}>{piece}</Fragment>
      ),
    )
  }
  return pieces
}
