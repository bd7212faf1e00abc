// Owns how a form tells what is wrong: in words, beside the field, with focus on the first one. Values stay as typed.

import { Button, type ButtonProps } from '@mantine/core'
import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react'
import { useDelayed } from './delayed.tsx'

type Problems<F extends string> = Partial<Record<F, string>>

export interface FormProblems<F extends string> {
  problems: Problems<F>
  /** For `<form ref={…}>`: fields are found by their `name`. */
  form: RefObject<HTMLFormElement | null>
  /** Shows these problems and moves to the first. True when there are none. */
  check(found: Partial<Record<F, string | false | null | undefined>>): boolean
  /** Takes one away, because its field is being changed. */
  clear(field: F): void
}

export function useProblems<F extends string>(): FormProblems<F> {
  const [problems, setProblems] = useState<Problems<F>>({})
  const form = useRef<HTMLFormElement>(null)
  return {
    problems,
    form,
    check(found) {
      const wrong = Object.entries(found).filter(([, text]) => typeof text === 'string' && text !== '')
      setProblems(Object.fromEntries(wrong) as Problems<F>)
      const [first] = wrong[0] ?? []
      if (first === undefined) return true
      const field = form.current?.elements.namedItem(first)
      // After the text is there, so that a reader hears it with the field.
      if (field instanceof HTMLElement) requestAnimationFrame(() => field.focus())
      return false
    },
    clear(field) {
      setProblems((now) => {
        if (!(field in now)) return now
        const { [field]: _, ...rest } = now
        return rest as Problems<F>
      })
    },
  }
}

/** `onSubmit={submitted(save)}`: no page load, and nothing floating. */
export function submitted(run: () => unknown) {
  return (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
}

/** The form's one primary button. While busy it takes no second press, and spins only when that lasts. */
export function SubmitButton({ busy, children, ...look }: ButtonProps & { busy: boolean; children: ReactNode }) {
  const late = useDelayed(busy)
  return (
    <Button
      {...look}
      type="submit"
      loading={late}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
      }}
    >
      {children}
    </Button>
  )
}
