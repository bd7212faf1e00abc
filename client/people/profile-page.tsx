// Owns one's own profile: how others see me, my language, and ending my sessions. Nobody else's.

import { NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { NAME_MAX_CHARS, UNIT_MAX_CHARS } from '../../shared/limits.ts'
import type { MeView } from '../../shared/model.ts'
import { charCount, cleanLine } from '../../shared/text.ts'
import { changeLanguage } from '../i18n/i18n.ts'
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts'
import { currentLanguage, useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { signOut, useUser } from '../live/session.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { showNotice } from '../ui/notices.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { RefusalText, useRefusal } from '../ui/refusal.tsx'
import { PhotoField } from './photo-field.tsx'
import classes from './profile-page.module.css'

/** `hearing`: how I want to be told, another room's part. */
export function ProfilePage({ hearing }: { hearing?: ReactNode }) {
  const { t } = useTranslation('people')
  const user = useUser()
  if (!user) return null
  return (
    <Page width="narrow">
      <PageHeader title={t('profile.title')} lead={user.isGuest ? t('profile.guestNote') : t('profile.lead')} />
      <PhotoField user={user} />
      <ProfileForm key={user.userId} user={user} />
      {user.isGuest ? null : hearing}
      <SignOutEverywhere />
    </Page>
  )
}

function ProfileForm({ user }: { user: NonNullable<MeView['user']> }) {
  const { t } = useTranslation('people')
  const { problems, form, check, clear } = useProblems<'name' | 'unit'>()
  const [name, setName] = useState(user.name)
  const [unit, setUnit] = useState(user.unit ?? '')
  const [language, setLanguage] = useState(user.language ?? currentLanguage())
  const update = useCommand('profile.update')

  async function submit(): Promise<void> {
    const ownName = cleanLine(name)
    const sound = check({
      name:
        (ownName === '' && t('problem.name')) ||
        (charCount(ownName) > NAME_MAX_CHARS && t('problem.nameLong', { count: NAME_MAX_CHARS })),
      unit: charCount(cleanLine(unit)) > UNIT_MAX_CHARS && t('problem.unitLong', { count: UNIT_MAX_CHARS }),
    })
    if (!sound) return
    const outcome = await update.run({ name: ownName, unit, language })
    if (!outcome.ok) return
    await Promise.all([changeLanguage(language), invalidate(['me'])])
    showNotice({ text: t('profile.saved') })
  }

  return (
    <form ref={form} noValidate onSubmit={submitted(submit)}>
      <Stack gap="md">
        <TextInput
          name="name"
          label={t('field.name')}
          description={t('field.nameHint')}
          autoComplete="name"
          value={name}
          error={problems.name}
          onChange={(event) => {
            setName(event.currentTarget.value)
            clear('name')
          }}
        />
        {user.isGuest ? null : (
          <TextInput
            name="unit"
            label={t('field.unit')}
            description={t('field.unitHint')}
            autoComplete="organization-title"
            value={unit}
            error={problems.unit}
            onChange={(event) => {
              setUnit(event.currentTarget.value)
              clear('unit')
            }}
          />
        )}
        <NativeSelect
          name="language"
          size="md"
          label={t('field.language')}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={(event) => {
            const { value } = event.currentTarget
            if (isLanguage(value)) setLanguage(value)
          }}
        />
        {user.email ? (
          <div>
            <Text component="span" c="dimmed">
              {t('field.email')}:{' '}
            </Text>
            {user.email}
          </div>
        ) : null}
        <RefusalText refusal={update.refusal} />
        <SubmitButton busy={update.busy} className={classes.submit}>
          {t('profile.submit')}
        </SubmitButton>
      </Stack>
    </form>
  )
}

function SignOutEverywhere() {
  const { t } = useTranslation('people')
  const words = useRefusal()
  return (
    <section className={classes.section}>
      <Title order={2} size="h3">
        {t('profile.everywhereTitle')}
      </Title>
      <Text c="dimmed" mb="sm">
        {t('profile.everywhereBody')}
      </Text>
      <ConfirmAction
        label={t('profile.everywhere')}
        question={t('profile.everywhereQuestion')}
        confirm={t('profile.everywhere')}
        onConfirm={async () => {
          const outcome = await signOut({ everywhere: true })
          if (!outcome.ok) showNotice({ text: words(outcome.error), tone: 'problem' })
        }}
      >
        {t('profile.everywhereBody')}
      </ConfirmAction>
    </section>
  )
}
