// Owns the list of versions: by day, newest first, each with its time, its name and who wrote.

import { Skeleton } from '@mantine/core'
import type { VersionView } from '../../shared/versions.ts'
import { type Format, useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { FaceRow } from '../ui/face.tsx'
import classes from './versions.module.css'

interface VersionListProps {
  versions: readonly VersionView[]
  chosen: string | null
  onChoose: (versionId: string) => void
}

export function VersionList({ versions, chosen, onChoose }: VersionListProps) {
  const { t } = useTranslation('version')
  const format = useFormat()
  return (
    <nav aria-label={t('list.label')} className={classes.list}>
      {byDay(versions, format, t('list.today'), t('list.yesterday')).map(({ day, items }) => (
        <section key={day} aria-label={day}>
          <h2 className={classes.day}>{day}</h2>
          <ul>
            {items.map((version) => (
              <li key={version.versionId}>
                <button
                  type="button"
                  className={classes.entry}
                  aria-current={version.versionId === chosen ? 'true' : undefined}
                  onClick={() => onChoose(version.versionId)}
                >
                  <span className={classes.when}>
                    <time dateTime={new Date(version.at).toISOString()}>{format.time(version.at)}</time>
                    {version.name === null ? null : <strong className={classes.name}>{version.name}</strong>}
                    <Why version={version} />
                  </span>
                  {version.editors.length > 0 ? (
                    <FaceRow people={version.editors} size={26} most={4} label={t('list.wrote')} />
                  ) : null}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

/** Why it is there, where no face says so. */
function Why({ version: { editors, namedBy, name } }: { version: VersionView }) {
  const { t } = useTranslation('version')
  if (namedBy) return <span className={classes.soft}>{t('list.namedBy', { name: namedBy.name })}</span>
  if (name !== null || editors.length > 0) return null
  return <span className={classes.soft}>{t('list.byItself')}</span>
}

function byDay(versions: readonly VersionView[], format: Format, today: string, yesterday: string) {
  const days: { day: string; items: VersionView[] }[] = []
  const DAY_MS = 86_400_000
  const [now, before] = [format.date(Date.now()), format.date(Date.now() - DAY_MS)]
  for (const version of versions) {
    const date = format.date(version.at)
    const day = date === now ? today : date === before ? yesterday : date
    const last = days.at(-1)
    if (last?.day === day) last.items.push(version)
    else days.push({ day, items: [version] })
  }
  return days
}

/** As high as the list that is on its way. */
export function ListSkeleton() {
  return (
    <div className={classes.list}>
      {[0, 1, 2, 3].map((line) => (
        <Skeleton key={line} height={56} radius="md" mb={8} />
      ))}
    </div>
  )
}
