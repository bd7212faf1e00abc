// Owns the net under a page: a crash shows a way on instead of a blank screen. After a new version was installed an open
// page may ask for a script that is gone; then one reload is the whole cure.

import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { EmptyState } from '../ui/states.tsx'

const RELOADED_KEY = 'kiem.reloaded'
/** Two reloads within this mean that reloading does not help. */
const RELOAD_PAUSE_MS = 30_000

function isMissingScript(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|module script failed|error loading|unable to preload/i.test(error.message)
  )
}

/** Reloads, but never in a circle. True when a reload is on its way. */
function reloadOnce(): boolean {
  try {
    const last = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0)
    if (Date.now() - last < RELOAD_PAUSE_MS) return false
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()))
  } catch {
    return false
  }
  location.reload()
  return true
}

/** Give it the address as `key`: another page is another chance. */
interface Props {
  children: ReactNode
}
type State = { fine: true } | { fine: false; reloading: boolean }

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { fine: true }

  static getDerivedStateFromError(): State {
    return { fine: false, reloading: false }
  }

  override componentDidCatch(error: unknown): void {
    const reloading = isMissingScript(error) && navigator.onLine && reloadOnce()
    this.setState({ fine: false, reloading })
  }

  override render(): ReactNode {
    if (this.state.fine) return this.props.children
    return this.state.reloading ? null : <Crash />
  }
}

function Crash() {
  const { t } = useTranslation()
  return (
    <EmptyState
      role="alert"
      title={t('state.crashTitle')}
      action={<Button onClick={() => location.reload()}>{t('action.reload')}</Button>}
    >
      {t('state.crashBody')}
    </EmptyState>
  )
}
