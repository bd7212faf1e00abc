// Owns giving one's own estimate: six figures, and in a sentence what they rest on.

import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Estimate } from '../../shared/business-case.ts'
import type { EstimateView } from '../../shared/business-case-views.ts'
import { ESTIMATE_BASIS_MAX_CHARS } from '../../shared/limits.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { wholeIn } from '../ui/figures.ts'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './case.module.css'

const FIGURES = ['valueLow', 'valueHigh', 'costOnce', 'costYearly', 'workDays', 'confidence'] as const
type Figure = (typeof FIGURES)[number]
const HINTS: Partial<Record<Figure, 'workDaysHint' | 'confidenceHint'>> = {
  workDays: 'workDaysHint',
  confidence: 'confidenceHint',
}
const USUAL_CONFIDENCE = '50'

interface EstimateFormProps {
  ideaId: IdeaId
  mine: EstimateView | null
  isAnonymous: boolean
  onClose: () => void
}

export function EstimateForm({ ideaId, mine, isAnonymous, onClose }: EstimateFormProps) {
  const { t } = useTranslation('estimate')
  const set = useCommand('estimate.set')
  const { problems, form, check, clear } = useProblems<Figure>()
  const [basis, setBasis] = useState(mine?.basis ?? '')
  const [typed, setTyped] = useState<Record<Figure, string>>(
    () =>
      Object.fromEntries(
        FIGURES.map((figure) => [
          figure,
          mine ? String(mine[figure]) : figure === 'confidence' ? USUAL_CONFIDENCE : '',
        ]),
      ) as Record<Figure, string>,
  )

  async function save(): Promise<void> {
    const figures = Object.fromEntries(
      FIGURES.map((figure) => [figure, typed[figure].trim() === '' ? 0 : wholeIn(typed[figure])]),
    ) as Record<Figure, number | null>
    const wrong = Object.fromEntries(FIGURES.map((figure) => [figure, figures[figure] === null && t('whole')]))
    const isTurned = (figures.valueLow ?? 0) > (figures.valueHigh ?? 0)
    if (!check({ ...wrong, ...(isTurned ? { valueLow: t('lowAboveHigh') } : {}) })) return
    const outcome = await set.run({ ideaId, ...(figures as Estimate), basis })
    if (!outcome.ok) return
    await invalidate([`idea:${ideaId}`])
    onClose()
  }

  return (
    <form ref={form} noValidate onSubmit={submitted(save)} className={classes.form} aria-label={t('mine')}>
      {FIGURES.map((figure) => {
        const hint = HINTS[figure]
        return (
          <TextInput
            key={figure}
            name={figure}
            inputMode="numeric"
            label={t(figure)}
            description={hint ? t(hint) : undefined}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            leftSection={figure === 'workDays' || figure === 'confidence' ? null : '€'}
            rightSection={figure === 'confidence' ? '%' : null}
            value={typed[figure]}
            error={problems[figure]}
            onChange={(event) => {
              const { value } = event.currentTarget
              setTyped((now) => ({ ...now, [figure]: value }))
              clear(figure)
            }}
          />
        )
      })}
      <Textarea
        className={classes.wide}
        label={t('basis')}
        placeholder={t('basisHint')}
        value={basis}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={ESTIMATE_BASIS_MAX_CHARS}
        onChange={(event) => setBasis(event.currentTarget.value)}
      />
      {isAnonymous ? <p className={classes.soft}>{t('anonymous')}</p> : null}
      <RefusalText refusal={set.refusal} />
      <Group gap="sm" className={classes.wide}>
        <SubmitButton busy={set.busy}>{t('save')}</SubmitButton>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  )
}
