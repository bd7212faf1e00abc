// Owns the admin's look at mails: what went out, what was refused, and what is kept here while there is no mail server. Links that
// open something without signing in are left out by the server.

import { useState } from 'react'
import type { MailView } from '../../shared/news.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import styles from './webhooks.module.css'

export function KeptMails() {
  const { t } = useTranslation('webhook')
  const [open, setOpen] = useState(false)
  const mails = useRead<MailView[]>('mails', '/api/mails', { enabled: open })
  return (
    <details className={styles.mails} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('mails')}</summary>
      <p className={styles.soft}>{t('mailsLead')}</p>
      {open && mails.isPending ? <Skeletons lines={3} /> : null}
      {mails.data?.length === 0 ? <p className={styles.soft}>{t('mailsEmpty')}</p> : null}
      <ul className={styles.deliveries}>
        {(mails.data ?? []).map((mail) => (
          <li key={mail.mailId}>
            <span className={styles.what}>{mail.subject}</span>
            <span className={styles.when}>
              <RelativeTime at={mail.createdAt} />
            </span>
            <span className={styles.soft}>
              {mail.to} · {mail.problem ?? t(mail.sentAt === null ? 'mailKept' : 'mailSent')}
            </span>
            <details className={styles.body}>
              <summary>{t('mailText')}</summary>
              <pre>{mail.text}</pre>
            </details>
          </li>
        ))}
      </ul>
    </details>
  )
}
