// Owns reading a file into the organisation's list: choose it, see what will change, decide, done. Nothing changes before the
// person has seen it.

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { ORGANISATION_FILE_MAX_BYTES, ORGANISATION_PEOPLE_MAX } from '../../shared/limits.ts'
import type { ListImport } from '../../shared/organisation-views.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { api, invalidate } from '../live/api.ts'
import { Delayed } from '../ui/delayed.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { EmptyState } from '../ui/states.tsx'
import { ImportSummary } from './import-summary.tsx'
import classes from './organisation.module.css'

type Step =
  | { is: 'choose'; refusal: Refusal | null }
  | { is: 'reading'; file: File }
  | { is: 'preview'; file: File; preview: ListImport; busy: boolean; refusal: Refusal | null }
  | { is: 'done'; report: ListImport }

const TYPES = '.csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values'
const TOO_LARGE: Refusal = {
  kind: 'too-large',
  reason: 'file-too-large',
  message: 'the file is too large',
  limit: ORGANISATION_FILE_MAX_BYTES,
}

function upload(file: File, query: Record<string, string>): Promise<Outcome<ListImport>> {
  const form = new FormData()
  form.append('file', file)
  return api.upload<ListImport>('POST', `/api/organisation/import?${new URLSearchParams(query).toString()}`, form)
}

export function ListImportView({ onList }: { onList: () => void }) {
  const { t } = useTranslation('organisation')
  const [step, setStep] = useState<Step>({ is: 'choose', refusal: null })
  const [removeGone, setRemoveGone] = useState(false)

  async function preview(file: File, remove: boolean): Promise<void> {
    if (file.size > ORGANISATION_FILE_MAX_BYTES) return setStep({ is: 'choose', refusal: TOO_LARGE })
    if (step.is !== 'preview') setStep({ is: 'reading', file })
    const outcome = await upload(file, { dryRun: '1', ...(remove && { removeGone: '1' }) })
    if (!outcome.ok) return setStep({ is: 'choose', refusal: outcome.error })
    setStep({ is: 'preview', file, preview: outcome.value, busy: false, refusal: null })
    announce(t('import.added', { count: outcome.value.addedCount }))
  }

  async function apply(): Promise<void> {
    if (step.is !== 'preview') return
    setStep({ ...step, busy: true })
    const outcome = await upload(step.file, removeGone ? { removeGone: '1' } : {})
    if (!outcome.ok) return setStep({ ...step, busy: false, refusal: outcome.error })
    await invalidate(['organisation'])
    setStep({ is: 'done', report: outcome.value })
  }

  const again = () => {
    setRemoveGone(false)
    setStep({ is: 'choose', refusal: null })
  }

  if (step.is === 'choose') {
    return (
      <Stack gap="md">
        <Text className={classes.lead}>{t('import.lead')}</Text>
        <ListFile onFile={(file) => void preview(file, false)} />
        <RefusalText refusal={step.refusal} />
      </Stack>
    )
  }
  if (step.is === 'reading') {
    return (
      <Delayed>
        <Text role="status">{t('import.reading', { file: step.file.name })}</Text>
      </Delayed>
    )
  }
  if (step.is === 'done') {
    const { addedCount, changedCount, goneCount, goneRemoved } = step.report
    return (
      <EmptyState
        role="status"
        title={t('import.done')}
        action={<Button onClick={onList}>{t('import.toList')}</Button>}
      >
        {t('import.doneBody', { added: addedCount, changed: changedCount, removed: goneRemoved ? goneCount : 0 })}
      </EmptyState>
    )
  }
  const { preview: shown, busy } = step
  const changes = shown.addedCount + shown.changedCount + (shown.goneRemoved ? shown.goneCount : 0)
  return (
    <Stack gap="lg">
      <ImportSummary shown={shown}>
        {shown.goneCount > 0 ? (
          <Checkbox
            mt="sm"
            size="md"
            label={t('import.removeGone')}
            description={t('import.removeGoneHint')}
            checked={removeGone}
            onChange={(event) => {
              setRemoveGone(event.currentTarget.checked)
              void preview(step.file, event.currentTarget.checked)
            }}
          />
        ) : null}
      </ImportSummary>
      <RefusalText refusal={step.refusal} />
      <Group gap="sm">
        {changes > 0 ? (
          <Button loading={busy} onClick={() => void apply()}>
            {t('import.apply')}
          </Button>
        ) : (
          <Text>{t('import.nothing')}</Text>
        )}
        <Button variant="default" onClick={again}>
          {t('import.other')}
        </Button>
      </Group>
    </Stack>
  )
}

function ListFile({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  return (
    <FileDrop
      title={t('import.drop')}
      kinds={t('import.columns')}
      choose={t('import.choose')}
      limits={t('import.limits', {
        people: format.number(ORGANISATION_PEOPLE_MAX),
        size: format.bytes(ORGANISATION_FILE_MAX_BYTES),
      })}
      types={TYPES}
      onFile={onFile}
    />
  )
}
