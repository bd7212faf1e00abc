// Owns the bond between one text field and one live text: what is typed goes into the document as the smallest change,
// what others type appears around the caret. While an input method is composing it never touches the field.

import type * as Y from 'yjs'
import { applyChange, changeBetween, rebase, shiftPosition, type TextOp } from './text-change.ts'

/** The part of a textarea that is needed, so that tests can bring their own. */
export interface TextField {
  value: string
  selectionStart: number | null
  selectionEnd: number | null
  selectionDirection: 'forward' | 'backward' | 'none' | null
  setSelectionRange(start: number, end: number, direction?: 'forward' | 'backward' | 'none'): void
}

export interface BindingOptions {
  /** Marks my own edits, for undo. */
  origin: unknown
  /** After the field's text changed, from either side. */
  onChange?: (text: string) => void
}

function opsOf(event: Y.YTextEvent): TextOp[] {
  const ops: TextOp[] = []
  for (const part of event.delta) {
    if (part.retain !== undefined) ops.push({ retain: part.retain })
    else if (part.delete !== undefined) ops.push({ delete: part.delete })
    else if (typeof part.insert === 'string') ops.push({ insert: part.insert })
  }
  return ops
}

export class TextBinding {
  private readonly text: Y.Text
  private readonly field: TextField
  private readonly options: BindingOptions
  /** What the field showed when it and the document last agreed. */
  private shown: string
  private composing = false
  /** Others' changes that came while composing, in order. */
  private held: TextOp[][] = []
  private applying = false

  constructor(text: Y.Text, field: TextField, options: BindingOptions) {
    this.text = text
    this.field = field
    this.options = options
    this.shown = text.toJSON()
    if (field.value !== this.shown) field.value = this.shown
    text.observe(this.onRemote)
  }

  /** Call on every `input` event. */
  input(): void {
    // Others changed this very text while composing: wait for the end, so that neither side's letters are lost.
    if (this.composing && this.held.length > 0) return
    this.push()
  }

  compositionStart(): void {
    this.composing = true
  }

  compositionEnd(): void {
    this.composing = false
    this.push()
  }

  destroy(): void {
    this.push()
    this.text.unobserve(this.onRemote)
  }

  private push(): void {
    const { value } = this.field
    const mine = changeBetween(this.shown, value, this.field.selectionEnd ?? value.length)
    const held = this.held
    this.held = []
    this.shown = value
    // Mine was made before theirs: carry it past each of theirs, and each of theirs past mine for the caret's sake.
    let toWrite = mine
    const toShow: TextOp[][] = []
    for (const theirs of held) {
      toShow.push(rebase(theirs, toWrite))
      toWrite = rebase(toWrite, theirs)
    }
    if (toWrite.some((op) => !('retain' in op))) this.write(toWrite)
    if (held.length > 0) this.show(toShow)
    if (mine.length > 0) this.options.onChange?.(this.field.value)
  }

  private write(ops: TextOp[]): void {
    this.applying = true
    try {
      const apply = () => this.text.applyDelta(ops)
      if (this.text.doc) this.text.doc.transact(apply, this.options.origin)
      else apply()
    } finally {
      this.applying = false
    }
  }

  /** Brings the field to the document's text, the caret carried along through every change. */
  private show(changes: readonly TextOp[][]): void {
    const next = this.text.toJSON()
    const move = (at: number | null) =>
      changes.reduce((position, ops) => shiftPosition(position, ops), at ?? next.length)
    const start = move(this.field.selectionStart)
    const end = move(this.field.selectionEnd)
    const direction = this.field.selectionDirection ?? 'none'
    this.shown = next
    if (this.field.value === next) return
    this.field.value = next
    this.field.setSelectionRange(start, end, direction)
    this.options.onChange?.(next)
  }

  private readonly onRemote = (event: Y.YTextEvent): void => {
    if (this.applying) return
    const theirs = opsOf(event)
    if (this.composing) {
      this.held.push(theirs)
      return
    }
    // A key pressed in this very task has not been reported yet: keep it.
    if (this.field.value !== this.shown) {
      this.held.push(theirs)
      this.push()
      return
    }
    if (applyChange(this.shown, theirs) !== this.text.toJSON()) {
      this.show([])
      return
    }
    this.show([theirs])
  }
}
