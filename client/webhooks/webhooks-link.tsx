// Owns the way to the webhooks, for the admin's page.

import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import styles from './webhooks.module.css'

export function WebhooksLink() {
  const { t } = useTranslation('webhook')
  return (
    <Link to="/webhooks" className={styles.way}>
      {t('title')}: {t('way')}
    </Link>
  )
}
