// Owns signing in with e-mail and password. Never says which of the two was wrong.

import { Anchor, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Refusal } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import { signIn } from '../live/session.ts'
import { Link } from '../ui/address.tsx'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { PageHeader } from '../ui/page.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { looksLikeEmail } from './email.ts'

export function SignInPage({ next }: { next: string }) {
  const { t } = useTranslation('people')
  const { problems, form, check, clear } = useProblems<'email' | 'password'>()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function submit(): Promise<void> {
    setRefusal(null)
    const sound = check({
      email: !looksLikeEmail(email) && t('problem.email'),
      password: password === '' && t('problem.password'),
    })
    if (!sound) return
    setBusy(true)
    const outcome = await signIn({ email: email.trim(), password })
    setBusy(false)
    if (!outcome.ok) setRefusal(outcome.error)
  }

  return (
    <>
      <PageHeader title={t('signIn.title')} tabTitle={t('signIn.submit')} />
      <form ref={form} noValidate onSubmit={submitted(submit)}>
        <Stack gap="md">
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            label={t('field.email')}
            value={email}
            error={problems.email}
            onChange={(event) => {
              setEmail(event.currentTarget.value)
              clear('email')
            }}
          />
          <PasswordInput
            name="password"
            autoComplete="current-password"
            label={t('field.password')}
            value={password}
            error={problems.password}
            visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword'), tabIndex: 0 }}
            onChange={(event) => {
              setPassword(event.currentTarget.value)
              clear('password')
            }}
          />
          <RefusalText refusal={refusal} />
          <SubmitButton size="lg" busy={busy} fullWidth>
            {t('signIn.submit')}
          </SubmitButton>
        </Stack>
      </form>
      <Stack gap={4} mt="xl">
        <Text>
          {t('signIn.guest')}{' '}
          <Anchor component={Link} to="/join">
            {t('signIn.guestLink')}
          </Anchor>
        </Text>
        <Text>
          {t('signIn.new')}{' '}
          <Anchor component={Link} to={`/sign-up?next=${encodeURIComponent(next)}`}>
            {t('signIn.newLink')}
          </Anchor>
        </Text>
      </Stack>
    </>
  )
}
