// Owns the line that says one sees the board as a participant, and ends it.

import { Button } from '@mantine/core'
import { IconEyeglass } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { BoardView } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { announce } from '../ui/live-region.tsx'
import classes from './bar.module.css'
import { seeAsMyself, useSeeAs } from './see-as.ts'
import { phaseNow } from './steps.ts'

export function SeeAsLine({ board, session }: { board: BoardView; session: LedgerSession }) {
  const { t } = useTranslation('session')
  const { boardId } = board
  const ended = session.endedAt !== null
  const sees = useSeeAs(board, ended ? null : (phaseNow(session)?.policy ?? null))
  useEffect(() => {
    if (sees && ended) seeAsMyself(boardId)
    else if (sees) announce(t('seeAs.on'))
  }, [sees, ended, boardId, t])
  if (!sees || ended) return null
  return (
    <div className={classes.together} data-see-as>
      <IconEyeglass size={20} stroke={1.8} aria-hidden="true" />
      <p>{t('seeAs.on')}</p>
      <Button variant="default" size="sm" onClick={() => seeAsMyself(boardId)}>
        {t('seeAs.end')}
      </Button>
    </div>
  )
}
