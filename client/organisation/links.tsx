// Owns the ways to this room's pages from others: each a line that other rooms' pages are given by the app.

import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import classes from './links.module.css'

export function OrganisationLink() {
  const { t } = useTranslation('organisation')
  return (
    <Link to="/organisation" className={classes.link}>
      {t('fromAdmin')}
    </Link>
  )
}

export function AnsweringLink() {
  const { t } = useTranslation('organisation')
  return (
    <Link to="/answering" className={classes.link}>
      {t('answering.link')}
    </Link>
  )
}

export function AwayLink() {
  const { t } = useTranslation('organisation')
  return (
    <Link to="/profile#away" className={classes.link}>
      {t('away.link')}
    </Link>
  )
}
