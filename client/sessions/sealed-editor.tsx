// Owns changing the words of a sealed idea of mine: Enter saves, Escape leaves them as they were. When the card goes away
// under the writer, the words are kept as their draft.

import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { IDEA_TEXT_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import type { SealedIdea } from '../../shared/session.ts'
import { cleanText } from '../../shared/text.ts'
import { useTranslation } from '../i18n/translation.ts'
import { keepDraft } from '../live/drafts.ts'
import { editPlace } from './kept-drafts.tsx'
import classes from './sealed.module.css'

interface SealedEditorProps {
  boardId: BoardId
  idea: SealedIdea
  /** Null: leave it as it was. */
  onDone: (text: string | null) => void
}

export function SealedEditor({ boardId, idea, onDone }: SealedEditorProps) {
  const { t } = useTranslation('session')
  const [text, setText] = useState(idea.text)
  const field = useRef<HTMLTextAreaElement>(null)
  const unsaved = useRef<string | null>(null)

  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(idea.text.length, idea.text.length)
    return () => {
      if (unsaved.current !== null) keepDraft(editPlace(boardId, idea.ideaId), unsaved.current)
    }
    // Once: the words on screen are the writer's from here on.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  function done(next: string | null): void {
    unsaved.current = null
    onDone(next)
  }
  function save(): void {
    const clean = cleanText(text)
    done(clean === '' ? null : clean)
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      save()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      done(null)
    }
  }
  return (
    <textarea
      ref={field}
      className={classes.field}
      rows={3}
      value={text}
      maxLength={IDEA_TEXT_MAX_CHARS}
      aria-label={t('sealed.text')}
      onChange={(event) => {
        setText(event.target.value)
        unsaved.current = event.target.value === idea.text ? null : event.target.value
      }}
      onKeyDown={onKeyDown}
      onBlur={() => {
        // Gone with its card: that is for the draft, not for saving.
        if (field.current?.isConnected) save()
      }}
    />
  )
}
