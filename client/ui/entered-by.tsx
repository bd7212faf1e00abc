// Owns the words under what who leads entered for somebody who is at no device: by whom, or on a board without names only that.

import { IconPencil } from '@tabler/icons-react'
import { useTranslation } from '../i18n/translation.ts'
import classes from './entered-by.module.css'

/** Null: nobody has a name here. */
export function EnteredBy({ by }: { by: { name: string } | null }) {
  const { t } = useTranslation('lead')
  return (
    <span className={classes.entered} data-entered>
      <IconPencil size={15} stroke={1.9} aria-hidden="true" />
      {by ? t('seats.enteredBy', { name: by.name }) : t('seats.enteredByLead')}
    </span>
  )
}
