// Owns the two halves of version history: the list, and the version that is chosen from it. Which one that is stands in
// the address, so that "back" on a phone goes to the list and a link shows a colleague the same version.

import { useMediaQuery } from '@mantine/hooks'
import { useEffect } from 'react'
import type { DocumentName } from '../../shared/documents.ts'
import { DELETED_TEXT_KEPT_HOURS, VERSION_EVERY_MINUTES, VERSIONS_KEPT_DAYS } from '../../shared/limits.ts'
import type { VersionsView } from '../../shared/versions.ts'
import { useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useAddress, useSearch } from '../ui/address.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { KeepForm } from './keep-form.tsx'
import { ListSkeleton, VersionList } from './version-list.tsx'
import { VersionPanel } from './version-panel.tsx'
import classes from './versions.module.css'

/** Below it list and version are two pages. */
const NARROW_QUERY = '(max-width: 55.99em)'

export function Versions({ document }: { document: DocumentName }) {
  const { t } = useTranslation('version')
  const topic = `versions:${document}` as const
  const list = useRead<VersionsView>(topic, `/api/documents/${document}/versions`)
  const { pathname } = useAddress()
  const narrow = useMediaQuery(NARROW_QUERY, window.matchMedia(NARROW_QUERY).matches) ?? false
  const asked = useSearch().get('v')

  // Others write while this page is closed: what was read before is shown, and asked for again.
  useEffect(() => {
    void invalidate([topic])
  }, [topic])

  if (list.isError) return <ErrorState refusal={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) {
    return (
      <Delayed>
        <ListSkeleton />
      </Delayed>
    )
  }
  const { versions, mayKeep } = list.data
  const choose = (versionId: string | null) => navigate(versionId === null ? pathname : `${pathname}?v=${versionId}`)
  const chosen = versions.find(({ versionId }) => versionId === (asked ?? (narrow ? null : versions[0]?.versionId)))

  const aside = (
    <div className={classes.aside}>
      {mayKeep ? (
        <KeepForm
          document={document}
          onKept={(versionId) => {
            void invalidate([topic])
            if (!narrow) choose(versionId)
          }}
        />
      ) : null}
      {versions.length === 0 ? null : (
        <VersionList versions={versions} chosen={chosen?.versionId ?? null} onChoose={choose} />
      )}
      <p className={classes.soft}>
        {t('lifetime', {
          minutes: VERSION_EVERY_MINUTES,
          days: VERSIONS_KEPT_DAYS,
          hours: DELETED_TEXT_KEPT_HOURS,
        })}
      </p>
    </div>
  )
  const panel =
    chosen === undefined ? null : (
      <VersionPanel
        key={chosen.versionId}
        document={document}
        version={chosen}
        before={versions[versions.indexOf(chosen) + 1] ?? null}
        mayKeep={mayKeep}
        onBack={narrow ? () => choose(null) : null}
        onChanged={() => void invalidate([topic])}
        onGone={() => choose(null)}
      />
    )
  if (narrow && panel) return panel
  const nothing =
    versions.length === 0 ? (
      <EmptyState title={t('empty.title')}>{t('empty.body', { minutes: VERSION_EVERY_MINUTES })}</EmptyState>
    ) : asked !== null && chosen === undefined ? (
      <EmptyState title={t('gone.title')}>{t('gone.body')}</EmptyState>
    ) : null
  return (
    <div className={classes.halves}>
      {aside}
      {panel ?? nothing}
    </div>
  )
}
