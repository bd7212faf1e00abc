// Owns the line on a board or proposal that says some of one's changes there were not accepted, with the way to them.

import { IconBookmark } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { DocumentName } from '../../shared/documents.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useKeptIn } from '../live/kept.ts'
import { useUser } from '../live/session.ts'
import classes from './kept-line.module.css'
import { openKept, saysKept } from './kept-place.ts'

export function KeptLine({ document }: { document: DocumentName }) {
  const count = useKeptIn(useUser()?.userId ?? null, document)
  useEffect(() => saysKept(document), [document])
  return <div role="status">{count > 0 ? <Line count={count} /> : null}</div>
}

function Line({ count }: { count: number }) {
  const { t } = useTranslation('kept')
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
