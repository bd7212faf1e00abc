// Owns the moves of the person who looks, exactly those the server allows: buttons, and in their place the one being made.

import { Button } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Answer, CaseView } from '../../shared/cases.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './case.module.css'
import { MoveForm } from './move-form.tsx'
import { isUnsaid } from './move-input.ts'
import { begunMove } from './use-draft.ts'

interface MovesProps {
  about: CaseView
  /** Takes the focus once a move is made. */
  head: RefObject<HTMLElement | null>
}

export function Moves({ about, head }: MovesProps) {
  const { t } = useTranslation('case')
  const { may, escalationId } = about
  const [making, setMaking] = useState<Answer | null>(() => begunMove(escalationId))
  const place = useRef<HTMLDivElement>(null)
  const asked = useRef(false)
  const open = making && may.includes(making) ? making : null
  const unsaid = isUnsaid(about)

  // The form stands where the buttons were; its first field is what the person asked for.
  useEffect(() => {
    if (!open || !asked.current) return
    asked.current = false
    const field = place.current?.querySelector<HTMLElement>('textarea, input')
    field?.focus({ preventScroll: true })
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [open])

  if (may.length === 0) return null
  return (
    <div ref={place} className={classes.moves}>
      {open ? (
        <MoveForm
          key={open}
          about={about}
          answer={open}
          onCancel={() => setMaking(null)}
          onDone={() => {
            setMaking(null)
            head.current?.focus()
          }}
        />
      ) : (
        <div className={classes.buttons} role="group" aria-label={t('form.label')} data-count={may.length}>
          {may.map((answer, index) => (
            <Button
              key={answer}
              variant={index === 0 ? 'filled' : 'default'}
              onClick={() => {
                asked.current = true
                setMaking(answer)
              }}
            >
              {t(answer === 'start' && unsaid ? 'move.startUnsaid' : `move.${answer}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
