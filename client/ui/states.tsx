// Owns the designed states of a view: empty, error, offline, not allowed, not found. Each says what is so and what to do
// next, in words of its own when it has them.

import { Button, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useSyncExternalStore } from 'react'
import type { Refusal } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Sprout } from './logo.tsx'
import { useRefusal } from './refusal.tsx'
import classes from './states.module.css'

interface StateProps {
  title: string
  children?: ReactNode
  /** The next step: one button or link. */
  action?: ReactNode
  /** A drawing instead of the sprout. */
  mark?: ReactNode
  role?: 'alert' | 'status'
}

/** A calm sheet in the middle: a small drawing, one sentence, one next step. */
export function EmptyState({ title, children, action, mark, role }: StateProps) {
  const level = useHeadingLevel()
  return (
    <Stack className={classes.state} align="center" gap="sm" role={role}>
      <div className={classes.mark} aria-hidden="true">
        {mark ?? <Sprout size={56} />}
      </div>
      <Title order={level} data-state className={classes.title}>
        {title}
      </Title>
      {children ? <Text className={classes.words}>{children}</Text> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </Stack>
  )
}

/** A state that is the whole page is its main heading; under a page's own heading it is a second one. */
function useHeadingLevel(): 1 | 2 {
  return useSyncExternalStore(never, () => (document.querySelector('h1:not([data-state])') ? 2 : 1))
}

const never = () => () => {}

interface ErrorStateProps {
  refusal?: Refusal | null
  title?: string
  onRetry?: () => void
  action?: ReactNode
}

/** What went wrong with a view, by kind of refusal, with its next step. */
export function ErrorState({ refusal, title, onRetry, action }: ErrorStateProps) {
  const { t } = useTranslation()
  const words = useRefusal()
  const home = (
    <Button component="a" href="/" variant="default">
      {t('state.goHome')}
    </Button>
  )
  const retry = onRetry ? <Button onClick={onRetry}>{t('action.retry')}</Button> : null
  switch (refusal?.kind) {
    case 'not-found':
      return (
        <EmptyState title={title ?? t('state.notFoundTitle')} action={action ?? home}>
          {t('state.notFoundBody')}
        </EmptyState>
      )
    case 'forbidden':
      return (
        <EmptyState title={title ?? t('state.notAllowedTitle')} action={action ?? home}>
          {t('state.notAllowedBody')}
        </EmptyState>
      )
    case 'sign-in': {
      const back = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`
      const signIn = (
        <Button component="a" href={back}>
          {t('nav.signIn')}
        </Button>
      )
      return (
        <EmptyState title={title ?? t('state.signInTitle')} action={action ?? signIn}>
          {t('state.signInBody')}
        </EmptyState>
      )
    }
    case 'retry':
      if (refusal.reason === 'offline') {
        return (
          <EmptyState role="alert" title={title ?? t('state.offlineTitle')} action={action ?? retry}>
            {t('state.offlineBody')}
          </EmptyState>
        )
      }
  }
  return (
    <EmptyState role="alert" title={title ?? t('state.errorTitle')} action={action ?? retry ?? home}>
      {refusal ? words(refusal) : t('state.errorBody')}
    </EmptyState>
  )
}
