// Owns a sponsor's answer: back the idea in one minute, or decline it with a reason everyone can read.

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { REASON_MAX_CHARS } from '../../shared/limits.ts'
import type { EscalationId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'

type Answering = 'not-yet' | 'endorse' | 'decline'

export function AnswerForm({ escalationId }: { escalationId: EscalationId }) {
  const { t } = useTranslation('escalation')
  const [answering, setAnswering] = useState<Answering>('not-yet')
  const [words, setWords] = useState('')
  const [missing, setMissing] = useState(false)
  const answer = useCommand('escalation.answer')

  if (answering === 'not-yet') {
    return (
      <Group gap="sm">
        <Button onClick={() => setAnswering('endorse')}>{t('answer.endorse')}</Button>
        <Button variant="default" onClick={() => setAnswering('decline')}>
          {t('answer.decline')}
        </Button>
      </Group>
    )
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const declining = answering === 'decline'
    if (declining && words.trim() === '') return setMissing(true)
    const outcome = await answer.run(
      declining
        ? { escalationId, answer: 'decline', reason: words }
        : { escalationId, answer: 'endorse', words: words.trim() || undefined },
    )
    if (outcome.ok) announce(t(declining ? 'answer.declined' : 'answer.endorsed'))
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <Textarea
          label={t(`answer.${answering}Words`)}
          description={t(`answer.${answering}Hint`)}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setMissing(false)
          }}
          error={missing && t('answer.reasonMissing')}
          maxLength={REASON_MAX_CHARS}
          minRows={2}
          data-autofocus
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
          autoFocus
        />
        <RefusalText refusal={answer.refusal} />
        <Group gap="sm">
          <Button type="submit" loading={answer.busy} color={answering === 'decline' ? 'red' : undefined}>
            {t(`answer.${answering}Send`)}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setAnswering('not-yet')}>
            {t('answer.back')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
