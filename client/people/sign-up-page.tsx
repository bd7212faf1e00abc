// Owns making an account; the very first one is told that it will be the admin.

import { Anchor, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { NAME_MAX_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from '../../shared/limits.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { charCount, cleanLine } from '../../shared/text.ts'
import { useTranslation } from '../i18n/translation.ts'
import { signUp } from '../live/session.ts'
import { Link } from '../ui/address.tsx'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { PageHeader } from '../ui/page.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { looksLikeEmail } from './email.ts'

type Field = 'name' | 'email' | 'password'

export function SignUpPage({ first, next }: { first: boolean; next: string }) {
  const { t } = useTranslation('people')
  const { problems, form, check, clear } = useProblems<Field>()
  const [values, setValues] = useState<Record<Field, string>>({ name: '', email: '', password: '' })
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  const field = (name: Field) => ({
    name,
    value: values[name],
    error: problems[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setValues((now) => ({ ...now, [name]: value }))
      clear(name)
    },
  })

  function passwordProblem(): string | false {
    const length = charCount(values.password)
    if (length < PASSWORD_MIN_CHARS) return t('problem.passwordShort', { count: PASSWORD_MIN_CHARS })
    return length > PASSWORD_MAX_CHARS && t('problem.passwordLong', { count: PASSWORD_MAX_CHARS })
  }

  async function submit(): Promise<void> {
    setRefusal(null)
    const name = cleanLine(values.name)
    const sound = check({
      name:
        (name === '' && t('problem.name')) ||
        (charCount(name) > NAME_MAX_CHARS && t('problem.nameLong', { count: NAME_MAX_CHARS })),
      email: !looksLikeEmail(values.email) && t('problem.email'),
      password: passwordProblem(),
    })
    if (!sound) return
    setBusy(true)
    const account = { name, email: values.email.trim(), password: values.password }
    const outcome = await signUp(account)
    setBusy(false)
    if (!outcome.ok) setRefusal(outcome.error)
  }

  return (
    <>
      <PageHeader
        title={t(first ? 'signUp.firstTitle' : 'signUp.title')}
        lead={first ? t('signUp.firstLead') : undefined}
        tabTitle={t('signUp.submit')}
      />
      <form ref={form} noValidate onSubmit={submitted(submit)}>
        <Stack gap="md">
          <TextInput {...field('name')} autoComplete="name" label={t('field.name')} description={t('field.nameHint')} />
          <TextInput {...field('email')} type="email" autoComplete="username" label={t('field.email')} />
          <PasswordInput
            {...field('password')}
            autoComplete="new-password"
            label={t('field.password')}
            description={t('field.passwordHint', { count: PASSWORD_MIN_CHARS })}
            visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword'), tabIndex: 0 }}
          />
          <RefusalText refusal={refusal} />
          <SubmitButton size="lg" busy={busy} fullWidth>
            {t('signUp.submit')}
          </SubmitButton>
        </Stack>
      </form>
      {first ? null : (
        <Text mt="xl">
          {t('signUp.have')}{' '}
          <Anchor component={Link} to={`/sign-in?next=${encodeURIComponent(next)}`}>
            {t('signUp.haveLink')}
          </Anchor>
        </Text>
      )}
    </>
  )
}
