// Owns how a form of an outcome ends: why a figure changes, what the server refused, and sending or leaving it.

import { Button, Textarea } from '@mantine/core'
import { REASON_MAX_CHARS } from '../../shared/limits.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import { SubmitButton } from '../ui/form.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './outcome.module.css'

interface FormEndProps {
  /** Of a figure that stood there before; absent: it is the first. */
  because?: { value: string; problem: string | undefined; set: (value: string) => void } | undefined
  send: { busy: boolean; refusal: Refusal | null }
  /** On the button. */
  submit: string
  onCancel: () => void
}

export function FormEnd({ because, send, submit, onCancel }: FormEndProps) {
  const { t } = useTranslation('outcome')
  return (
    <>
      {because ? (
        <Textarea
          name="because"
          label={t('form.because')}
          value={because.value}
          maxLength={REASON_MAX_CHARS}
          onChange={(event) => because.set(event.currentTarget.value)}
          error={because.problem}
        />
      ) : null}
      <RefusalText refusal={send.refusal} />
      <div className={classes.asks}>
        <SubmitButton busy={send.busy}>{submit}</SubmitButton>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </>
  )
}
