// Owns keeping this moment under a name, before something large: a vote, a reorganisation, the end of a meeting.

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { VERSION_NAME_MAX_CHARS } from '../../shared/limits.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { submitted } from '../ui/form.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './versions.module.css'

export function KeepForm({ document, onKept }: { document: string; onKept: (versionId: string) => void }) {
  const { t } = useTranslation('version')
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const keep = useCommand('version.name')

  async function run(): Promise<void> {
    setMissing(name.trim() === '')
    if (name.trim() === '') return
    const outcome = await keep.run({ document, name })
    if (!outcome.ok) return
    setName('')
    announce(t('keep.done'))
    onKept(outcome.value.versionId)
  }

  return (
    <form noValidate className={classes.keep} onSubmit={submitted(run)}>
      <TextInput
        label={t('keep.label')}
        placeholder={t('keep.example')}
        value={name}
        maxLength={VERSION_NAME_MAX_CHARS}
        error={missing ? t('keep.empty') : undefined}
        onChange={(event) => {
          setName(event.currentTarget.value)
          setMissing(false)
        }}
      />
      <Button type="submit" variant="default" loading={keep.busy}>
        {t('keep.do')}
      </Button>
      <RefusalText refusal={keep.refusal} />
    </form>
  )
}
