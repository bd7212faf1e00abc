// Owns giving a version a name, or another one. A named version stays until somebody removes it.

import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { VERSION_NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { VersionView } from '../../shared/versions.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { submitted } from '../ui/form.tsx'
import { RefusalText } from '../ui/refusal.tsx'

interface NameButtonProps {
  document: string
  version: VersionView
  onNamed: () => void
}

export function NameButton({ document, version, onNamed }: NameButtonProps) {
  const { t } = useTranslation('version')
  const common = useTranslation().t
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState(version.name ?? '')
  const command = useCommand('version.name')
  const label = t(version.name === null ? 'name.do' : 'name.again')

  async function run(): Promise<void> {
    if (name.trim() === '') return
    const outcome = await command.run({ document, name, versionId: version.versionId })
    if (!outcome.ok) return
    setOpened(false)
    onNamed()
  }

  return (
    <>
      <Button variant="subtle" onClick={() => setOpened(true)}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={label}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        <form noValidate onSubmit={submitted(run)}>
          <TextInput
            data-autofocus
            label={t('name.label')}
            description={t('name.stays')}
            value={name}
            maxLength={VERSION_NAME_MAX_CHARS}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <RefusalText refusal={command.refusal} />
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={() => setOpened(false)}>
              {common('action.cancel')}
            </Button>
            <Button type="submit" loading={command.busy} disabled={name.trim() === ''}>
              {t('keep.do')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  )
}
