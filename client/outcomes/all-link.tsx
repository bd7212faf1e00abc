// Owns the way to the page of all promises and results, which pages of other rooms are given by the app.

import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import classes from './outcome.module.css'

export function OutcomesLink() {
  const { t } = useTranslation('outcome')
  return (
    <Link to="/outcomes" className={classes.all}>
      {t('page.all')}
    </Link>
  )
}
