// Owns the short messages at the bottom: what happened, and a way to take it back. They wait while the pointer or focus is
// on them. For errors tied to a field or a view use those instead.

import { Button, CloseButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { createRegistry, useRegistry } from './registry.ts'
import classes from './notices.module.css'

export interface Notice {
  text: string
  tone?: 'plain' | 'problem'
  /** One thing one can do about it; usually Undo. */
  action?: { label: string; run: () => void }
}

/** Time to read a sentence; with an action, time to decide (WCAG 2.2.1: hovering or focusing stops the clock). */
const READ_MS = 5_000
const DECIDE_MS = 10_000
/** More than this hides the work; the oldest leaves. */
const MOST = 3

interface Shown extends Notice {
  id: number
}

const shown = createRegistry<Shown>()
const removals = new Map<number, () => void>()
let nextId = 1

/** Shows a notice; answers how to take it away early. */
export function showNotice(notice: Notice): () => void {
  const id = nextId++
  const remove = shown.add({ ...notice, id })
  const dismiss = () => {
    removals.delete(id)
    remove()
  }
  removals.set(id, dismiss)
  const oldest = shown.all()[0]
  if (shown.all().length > MOST && oldest) removals.get(oldest.id)?.()
  return dismiss
}

/** 'Removed' with Undo: better than asking "are you sure?" wherever a thing can be taken back. */
export function showUndo(text: string, undoLabel: string, undo: () => void): () => void {
  return showNotice({ text, action: { label: undoLabel, run: undo } })
}

/** Once per page, in the shell. */
export function Notices() {
  const notices = useRegistry(shown)
  return (
    <div className={classes.notices} role="status" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} dismiss={() => removals.get(notice.id)?.()} />
      ))}
    </div>
  )
}

function NoticeCard({ notice, dismiss }: { notice: Shown; dismiss: () => void }) {
  const { t } = useTranslation()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => removals.get(notice.id)?.(), notice.action ? DECIDE_MS : READ_MS)
    return () => clearTimeout(timer)
  }, [held, notice])
  const { action } = notice
  return (
    <div
      className={classes.notice}
      data-tone={notice.tone ?? 'plain'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={classes.text}>{notice.text}</span>
      {action ? (
        <Button
          variant="subtle"
          size="sm"
          className={classes.action}
          onClick={() => {
            dismiss()
            action.run()
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <CloseButton className={classes.close} aria-label={t('action.close')} onClick={dismiss} />
    </div>
  )
}
