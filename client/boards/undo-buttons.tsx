// Owns undo and redo of my own edits: buttons, keys, and what is said. Others' edits are never taken back by me.

import { ActionIcon } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { useKeys } from '../ui/keys.ts'
import { announce } from '../ui/live-region.tsx'
import { Hint } from '../ui/hint.tsx'
import classes from './board.module.css'
import { useRoom } from './room.ts'

export function UndoButtons() {
  const { t } = useTranslation('board')
  const { undo } = useRoom()
  const [can, setCan] = useState({ undo: undo.canUndo(), redo: undo.canRedo() })

  useEffect(() => {
    const look = () => setCan({ undo: undo.canUndo(), redo: undo.canRedo() })
    undo.on('stack-item-added', look)
    undo.on('stack-item-popped', look)
    undo.on('stack-cleared', look)
    return () => {
      undo.off('stack-item-added', look)
      undo.off('stack-item-popped', look)
      undo.off('stack-cleared', look)
    }
  }, [undo])

  const back = useCallback(() => {
    if (undo.undo()) announce(t('say.undone'))
  }, [undo, t])
  const again = useCallback(() => {
    if (undo.redo()) announce(t('say.redone'))
  }, [undo, t])
  useKeys(t('keys.board'), [
    { key: 'mod+z', label: t('keys.undo'), run: back },
    { key: 'mod+shift+z', label: t('keys.redo'), run: again },
    { key: 'mod+y', label: t('keys.redo'), run: again, silent: true },
  ])

  return (
    <>
      <Hint label={t('header.undo')}>
        <ActionIcon className={classes.undo} aria-label={t('header.undo')} disabled={!can.undo} onClick={back}>
          <IconArrowBackUp size={20} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Hint>
      <Hint label={t('header.redo')}>
        <ActionIcon className={classes.undo} aria-label={t('header.redo')} disabled={!can.redo} onClick={again}>
          <IconArrowForwardUp size={20} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Hint>
    </>
  )
}
