// Owns a line to fill in, with its name, a hint, and what is wrong with it, as TextInput of the library has them. For the
// page a phone opens first: the library's own is 5 KB more of script. Everywhere else its own is what to use.

import { type ComponentPropsWithRef, useId } from 'react'
import classes from './text-field.module.css'

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'id' | 'aria-invalid' | 'aria-describedby'> {
  label: string
  hint?: string
  problem?: string | undefined
}

export function TextField({ label, hint, problem, className, ...input }: TextFieldProps) {
  const id = useId()
  const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className={classes.hint}>
          {hint}
        </p>
      ) : null}
      <input
        {...input}
        id={id}
        className={className ? `${classes.input} ${className}` : classes.input}
        aria-invalid={problem ? true : undefined}
        aria-describedby={describedBy || undefined}
      />
      {problem ? (
        <p id={`${id}-problem`} className={classes.problem}>
          {problem}
        </p>
      ) : null}
    </div>
  )
}
