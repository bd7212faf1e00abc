// Owns writing down what was measured: the number, how it was found, and where that can be read.

import { Textarea, TextInput } from '@mantine/core'
import { EVIDENCE_MAX_CHARS, LINK_MAX_CHARS } from '../../shared/limits.ts'
import type { OutcomePromise, OutcomeView } from '../../shared/outcomes.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { figureIn } from '../ui/figures.ts'
import { submitted, useProblems } from '../ui/form.tsx'
import { announce } from '../ui/live-region.tsx'
import { FormEnd } from './form-end.tsx'
import classes from './outcome.module.css'
import { PromiseLine } from './promise-line.tsx'
import { useKept } from './use-keep.ts'

interface MeasureFormProps {
  outcome: Pick<OutcomeView, 'escalationId' | 'ideaId' | 'result'>
  promise: OutcomePromise
  onDone: () => void
  onCancel: () => void
}

type Field = 'value' | 'evidence' | 'link' | 'because'

export function MeasureForm({ outcome, promise, onDone, onCancel }: MeasureFormProps) {
  const { t } = useTranslation('outcome')
  const { escalationId, ideaId, result } = outcome
  const empty = { value: '', evidence: '', link: '', because: '' }
  const { draft, change, forget } = useKept(`outcome.${escalationId}.measure`, empty)
  const { problems, form, check, clear } = useProblems<Field>()
  const send = useCommand('outcome.measure')
  const value = figureIn(draft.value)

  const set = (part: Partial<typeof draft>) => {
    change(part)
    for (const field of Object.keys(part)) clear(field as Field)
  }

  async function save(): Promise<void> {
    const link = draft.link.trim()
    const found = {
      value: value === null && t('problem.number'),
      evidence: draft.evidence.trim() === '' && t('problem.evidence'),
      link: link !== '' && !isLink(link) && t('problem.link'),
      because: result !== null && draft.because.trim() === '' && t('problem.because'),
    }
    if (!check(found) || value === null) return
    const sent = await send.run({
      escalationId,
      value,
      evidence: draft.evidence.trim(),
      link: link || undefined,
      because: draft.because.trim() || undefined,
    })
    if (!sent.ok) return
    forget()
    announce(t('said.measure'))
    await invalidate([`idea:${ideaId}`, 'outcomes', 'goals', 'desk'])
    onDone()
  }

  return (
    <form ref={form} className={classes.form} aria-label={t('ask.measure')} onSubmit={submitted(save)} noValidate>
      <TextInput
        name="value"
        label={t('form.value')}
        description={promise.metric}
        inputMode="decimal"
        rightSection={promise.unit || undefined}
        rightSectionWidth={promise.unit.length > 3 ? 90 : 44}
        value={draft.value}
        onChange={(event) => set({ value: event.currentTarget.value })}
        error={problems.value}
      />
      {value === null ? null : <PromiseLine promise={promise} result={{ value }} />}
      <Textarea
        name="evidence"
        label={t('form.evidence')}
        value={draft.evidence}
        maxLength={EVIDENCE_MAX_CHARS}
        minRows={3}
        onChange={(event) => set({ evidence: event.currentTarget.value })}
        error={problems.evidence}
      />
      <TextInput
        name="link"
        type="url"
        label={t('form.link')}
        value={draft.link}
        maxLength={LINK_MAX_CHARS}
        onChange={(event) => set({ link: event.currentTarget.value })}
        error={problems.link}
      />
      <FormEnd
        because={
          result ? { value: draft.because, problem: problems.because, set: (because) => set({ because }) } : undefined
        }
        send={send}
        submit={t('form.measure')}
        onCancel={onCancel}
      />
    </form>
  )
}

function isLink(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}
