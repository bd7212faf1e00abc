// Owns one idea's news: its title, whether a move of mine is asked for, its newest lines; earlier ones are a press away.

import { ActionIcon } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { InboxItem } from '../../shared/model.ts'
import { becauseOf, quietOf, shortSentenceOf } from '../../shared/news-words.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import styles from './inbox.module.css'
import { placeOf, type Thread } from './threads.ts'

/** What somebody takes in at a glance. */
const LINES_SHOWN = 3
/** A deadline is the last moment of its day where the organisation is; half a day earlier is that day for every reader. */
const HALF_DAY_MS = 43_200_000

export function ThreadView({ thread, onRead }: { thread: Thread; onRead: () => void }) {
  const { t, language } = useTranslation('inbox')
  const format = useFormat()
  const { items, title, board, unread, waits } = thread
  const [newest] = items
  if (!newest) return null
  const heading = title ?? board ?? t('other')
  const [shown, earlier] = [items.slice(0, LINES_SHOWN), items.slice(LINES_SHOWN)]
  const because = becauseOf(newest.because === 'owes' ? null : newest.because, language)
  return (
    <li className={styles.thread} data-new={unread.length > 0 || undefined} data-thread={thread.key}>
      <div className={styles.top}>
        <h2 className={styles.title}>
          <Link to={placeOf(newest)} onClick={onRead}>
            {unread.length > 0 ? <span className="kiem-unseen">{t('new')} </span> : null}
            {heading}
          </Link>
        </h2>
        {unread.length > 0 ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={44}
            aria-label={t('markRead', { title: heading })}
            onClick={onRead}
          >
            <IconCheck size={20} aria-hidden />
          </ActionIcon>
        ) : null}
      </div>
      {waits ? (
        <p className={styles.waits}>
          {waits.until === null ? t('waits') : t('waitsUntil', { day: format.date(waits.until - HALF_DAY_MS) })}
        </p>
      ) : null}
      <ul className={styles.lines}>
        {shown.map((item) => (
          <Line key={item.id} item={item} onOpen={onRead} />
        ))}
      </ul>
      {earlier.length > 0 ? (
        <details className={styles.earlier}>
          <summary>{t('earlier', { count: earlier.length })}</summary>
          <ul className={styles.lines}>
            {earlier.map((item) => (
              <Line key={item.id} item={item} onOpen={onRead} />
            ))}
          </ul>
        </details>
      ) : null}
      <p className={styles.under}>
        {[because, title && board ? t('onBoard', { board }) : null].filter(Boolean).join(' · ')}
      </p>
    </li>
  )
}

function Line({ item, onOpen }: { item: InboxItem; onOpen: () => void }) {
  const { language } = useTranslation('inbox')
  const quiet = quietOf(item.quiet, language)
  return (
    <li className={styles.line} data-new={item.readAt === null || undefined}>
      <Link to={placeOf(item)} onClick={onOpen} className={styles.words}>
        {shortSentenceOf(item, language)}
      </Link>
      <span className={styles.when}>
        <RelativeTime at={item.createdAt} />
      </span>
      {quiet ? <span className={styles.quiet}>{quiet}</span> : null}
    </li>
  )
}
