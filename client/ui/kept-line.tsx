// Owns the line on a board or proposal that says some of one's changes there were not accepted, with the way to them.

import { IconBookmark } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DocumentName } from '../../shared/documents.ts'
import { useKeptIn } from '../live/kept.ts'
import { useUser } from '../live/session.ts'
import classes from './kept-line.module.css'
import { openKept } from './kept-place.ts'

export function KeptLine({ document }: { document: DocumentName }) {
  const { t } = useTranslation('kept')
  const count = useKeptIn(useUser()?.userId ?? null, document)
  if (count === 0) return null
  return (
    <p className={classes.line}>
      <IconBookmark size={18} stroke={1.8} aria-hidden="true" />
      <span>{t('line', { count })}</span>
      <button type="button" className={classes.show} aria-haspopup="dialog" onClick={openKept}>
        {t('show')}
      </button>
    </p>
  )
}
