// Owns quick capture: one line, Enter adds and the line is ready for the next; a pasted list may become many ideas. The
// words stay in the line until they are on their way.

import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { IDEA_TEXT_MAX_CHARS, IDEAS_MAX_PER_PASTE } from '../../shared/limits.ts'
import type { ColumnId } from '../../shared/model.ts'
import { cleanText } from '../../shared/text.ts'
import { draftAt, keepDraft } from '../live/drafts.ts'
import { announce } from '../ui/live-region.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import classes from './composer.module.css'
import { listEntries } from './list-paste.ts'
import { useRoom } from './room.ts'

interface ComposerProps {
  /** Where the idea goes; null: wherever the board puts it. */
  columnId: ColumnId | null
  columnTitle: string | null
  /** At the foot of a phone or the wall, with its own button. */
  docked?: boolean
  /** Where on the wall it goes. */
  placeOf?: () => { x: number; y: number }
}

export function Composer({ columnId, columnTitle, docked = false, placeOf }: ComposerProps) {
  const { t } = useRoom()
  const { boardId, capture, focus, store } = useRoom()
  const words = useRefusal()
  const field = useRef<HTMLTextAreaElement>(null)
  // Half a sentence outlives the line it is on: a reload, and a phase in which nobody writes.
  const place = `${boardId}/${docked ? 'dock' : columnId}`
  const [text, write] = useState(() => draftAt(place))
  const [pasted, setPasted] = useState<readonly string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  function setText(next: string): void {
    write(next)
    keepDraft(place, next)
  }

  function add(): void {
    const idea = cleanText(text)
    if (idea === '') return
    setText('')
    setPasted(null)
    setProblem(null)
    announce(t('say.added'))
    void capture.add(idea, columnId, placeOf?.())
    showEnd()
    field.current?.focus()
  }

  /** The new card comes at the end of its column: bring that into view. */
  function showEnd(): void {
    requestAnimationFrame(() => {
      const scroller = columnId && document.querySelector(`[data-scroller="${columnId}"]`)
      if (scroller) scroller.scrollTop = scroller.scrollHeight
    })
  }

  async function addEach(entries: readonly string[]): Promise<void> {
    setPasted(null)
    const before = text
    setText('')
    field.current?.focus()
    const outcome = await capture.addMany([...entries], columnId)
    if (outcome.ok) {
      announce(t('say.addedMany', { count: entries.length }))
      showEnd()
      return
    }
    // Nothing was added: the words come back.
    write((now) => (now === '' ? before : now))
    if (draftAt(place) === '') keepDraft(place, before)
    setProblem(words(outcome.error))
  }

  function onPaste(event: ClipboardEvent<HTMLTextAreaElement>): void {
    const entries = listEntries(event.clipboardData.getData('text/plain'))
    setPasted(entries.length > 1 ? entries : null)
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (pasted) setPasted(null)
      else if (focus.active && store.card(focus.active)) focus.want(focus.active, 'active')
      else field.current?.blur()
    }
  }

  const tooMany = pasted !== null && pasted.length > IDEAS_MAX_PER_PASTE
  return (
    <div className={classes.composer} data-docked={docked || undefined}>
      {pasted ? (
        <div className={classes.offer} role="group" aria-label={t('compose.listFound', { count: pasted.length })}>
          <p>
            {tooMany
              ? t('compose.tooMany', { count: IDEAS_MAX_PER_PASTE })
              : t('compose.listFound', { count: pasted.length })}
          </p>
          <div className={classes.offerActions}>
            {tooMany ? null : (
              <Button size="compact-md" onClick={() => void addEach(pasted)}>
                {t('compose.addEach', { count: pasted.length })}
              </Button>
            )}
            <Button size="compact-md" variant="default" onClick={add}>
              {t('compose.addAsOne')}
            </Button>
          </div>
        </div>
      ) : null}
      {problem ? (
        <p className="kiem-problem" role="alert">
          {problem}
        </p>
      ) : null}
      <div className={classes.line} data-filled={text !== '' || undefined}>
        <span className={classes.grow} aria-hidden="true">
          {text}
          {'\u200b'}
        </span>
        <textarea
          ref={field}
          className={classes.field}
          rows={1}
          value={text}
          maxLength={IDEA_TEXT_MAX_CHARS}
          placeholder={t('compose.placeholder')}
          aria-label={columnTitle ? t('compose.labelIn', { column: columnTitle }) : t('compose.label')}
          enterKeyHint="send"
          data-composer={columnId ?? 'wall'}
          onChange={(event) => {
            setText(event.target.value)
            if (event.target.value.trim() === '') setPasted(null)
          }}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          onFocus={() => {
            if (columnId) focus.workIn(columnId)
          }}
        />
        {docked || text !== '' ? (
          <button
            type="button"
            className={classes.add}
            aria-label={t('compose.add')}
            disabled={text.trim() === ''}
            // The keyboard of a phone stays up for the next one.
            onPointerDown={(event) => event.preventDefault()}
            onClick={add}
          >
            <IconPlus size={22} stroke={2.2} aria-hidden="true" />
          </button>
        ) : null}
      </div>
      {text !== '' && !docked ? <p className={classes.hint}>{t('compose.hint')}</p> : null}
    </div>
  )
}
