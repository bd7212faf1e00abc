// Owns starting a session from a board's header, for those who may lead one. A script of its own: the board does not wait
// for it.

import { Button } from '@mantine/core'
import { Suspense, useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { lazy } from '../ui/lazy.ts'

const StartDialog = lazy(async () => ({ default: (await import('../sessions/start-dialog.tsx')).StartDialog }))

const Reports = lazy(async () => {
  const [{ ReportsButton }] = await Promise.all([import('../sessions/reports-button.tsx'), alsoWords('lead')])
  return { default: ReportsButton }
})

export function SessionTools({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('session')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Suspense>
        <Reports boardId={boardId} />
      </Suspense>
      <Button variant="default" size="sm" onClick={() => setOpened(true)}>
        {t('start.button')}
      </Button>
      <Suspense>{opened ? <StartDialog boardId={boardId} onClose={() => setOpened(false)} /> : null}</Suspense>
    </>
  )
}
