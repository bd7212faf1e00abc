// Owns writing on a card: a text field bound to the card's live text, as high as its words, with the carets of others
// behind it. It ends with Escape, Enter or by leaving it; nothing needs saving.

import { useEffect, useRef, useState } from 'react'
import { cardsOf, cardTitle } from '../../shared/documents.ts'
import { IDEA_TEXT_MAX_CHARS } from '../../shared/limits.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useDocumentState } from '../live/documents.ts'
import classes from './writing.module.css'
import { MINE } from './edits.ts'
import { MarkedText, marksOf } from './marked-text.tsx'
import { useRoom, useWriters } from './room.ts'
import { TextBinding } from './text-binding.ts'

interface CardEditorProps {
  ideaId: IdeaId
  /** Where the caret starts; the end without it. */
  caretAt: number | null
  /** `toCard`: the focus goes back to the card (not when it went elsewhere by itself). */
  onDone: (toCard: boolean) => void
}

export function CardEditor({ ideaId, caretAt, onDone }: CardEditorProps) {
  const { t } = useRoom()
  const { store, presence, undo, document: live } = useRoom()
  // On a full board one may still take words away (SYNC S17).
  const full = useDocumentState(live).access === 'full'
  const field = useRef<HTMLTextAreaElement>(null)
  const firstCaret = useRef(caretAt)
  const binding = useRef<TextBinding | null>(null)
  const [shown, setShown] = useState(() => store.card(ideaId)?.title ?? '')
  const writers = useWriters(ideaId)

  useEffect(() => {
    const element = field.current
    const text = cardTitle(cardsOf(store.doc).get(ideaId))
    if (!element || !text) return
    const bound = new TextBinding(text, element, { origin: MINE, onChange: setShown })
    binding.current = bound
    setShown(element.value)
    const at = Math.min(firstCaret.current ?? element.value.length, element.value.length)
    element.focus({ preventScroll: true })
    element.setSelectionRange(at, at)
    presence.editing(ideaId)
    undo.stopCapturing()
    const tellSelection = () => {
      if (document.activeElement !== element) return
      presence.select(ideaId, text, element.selectionStart, element.selectionEnd)
    }
    document.addEventListener('selectionchange', tellSelection)
    return () => {
      document.removeEventListener('selectionchange', tellSelection)
      bound.destroy()
      binding.current = null
      presence.editing(null)
      undo.stopCapturing()
    }
  }, [ideaId, store, presence, undo])

  useEffect(() => {
    // The browser's own undo knows nothing of what others typed meanwhile.
    const element = field.current
    const history = (event: InputEvent) => {
      if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return
      event.preventDefault()
      if (event.inputType === 'historyUndo') undo.undo()
      else undo.redo()
    }
    element?.addEventListener('beforeinput', history)
    return () => element?.removeEventListener('beforeinput', history)
  }, [undo])

  return (
    <div className={classes.editor}>
      <div className={classes.mirror} aria-hidden="true">
        <MarkedText text={shown} marks={marksOf(writers, store.doc, shown.length)} />
        {/* Keeps the height of a last empty line. */}
        {'\u200b'}
      </div>
      <textarea
        ref={field}
        className={`${classes.field} nodrag nopan nowheel`}
        aria-label={t('card.textLabel')}
        placeholder={t('card.writeHere')}
        defaultValue={shown}
        maxLength={full ? shown.length : IDEA_TEXT_MAX_CHARS}
        rows={1}
        data-no-drag
        onInput={() => binding.current?.input()}
        onCompositionStart={() => binding.current?.compositionStart()}
        onCompositionEnd={() => binding.current?.compositionEnd()}
        onBlur={() => onDone(false)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.nativeEvent.isComposing) return
          const mod = event.ctrlKey || event.metaKey
          if (mod && event.key.toLowerCase() === 'z') {
            event.preventDefault()
            if (event.shiftKey) undo.redo()
            else undo.undo()
          } else if (event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey)) {
            event.preventDefault()
            onDone(true)
          }
        }}
      />
    </div>
  )
}
