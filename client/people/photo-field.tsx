// Owns choosing and removing one's photo. The picture is made small here, so that a phone's camera picture works too.

import { Button, FileButton, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { MeView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { api, invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import { Face } from '../ui/face.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { smallPhoto } from './photo.ts'
import classes from './profile-page.module.css'

export function PhotoField({ user }: { user: NonNullable<MeView['user']> }) {
  const { t } = useTranslation('people')
  const words = useRefusal()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function choose(file: File | null): Promise<void> {
    if (!file) return
    setProblem(null)
    setBusy(true)
    const photo = await smallPhoto(file)
    if (!photo) {
      setBusy(false)
      return setProblem(t('problem.photoType'))
    }
    const outcome = await api.upload('PUT', '/api/me/photo', photo)
    setBusy(false)
    if (!outcome.ok) return setProblem(words(outcome.error))
    await invalidate(['me'])
    showNotice({ text: t('profile.photoSaved') })
  }

  async function remove(): Promise<void> {
    setProblem(null)
    const outcome = await send('profile.remove-photo', {})
    if (!outcome.ok) return setProblem(words(outcome.error))
    await invalidate(['me'])
  }

  return (
    <div className={classes.photo}>
      <Face person={user} size={88} />
      <div>
        <Group gap="xs">
          <FileButton accept="image/png,image/jpeg,image/webp,image/gif" onChange={(file) => void choose(file)}>
            {(props) => (
              <Button {...props} variant="default" size="sm" loading={busy}>
                {t('profile.photoChange')}
              </Button>
            )}
          </FileButton>
          {user.image ? (
            <Button variant="subtle" size="sm" onClick={() => void remove()}>
              {t('profile.photoRemove')}
            </Button>
          ) : null}
        </Group>
        {problem ? (
          <p className="kiem-problem" role="alert">
            {problem}
          </p>
        ) : (
          <Text c="dimmed" size="sm" mt={6}>
            {t('profile.photoHint')}
          </Text>
        )}
      </div>
    </div>
  )
}
