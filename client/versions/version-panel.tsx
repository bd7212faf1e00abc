// Owns one version: what it says, what changed in it and since, and what may be done with it. Bringing one back asks
// first, because it changes what everybody sees, and offers to take it back after.

import { Button, Group, SegmentedControl, Skeleton } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import type { DocumentName } from '../../shared/documents.ts'
import type { VersionId } from '../../shared/model.ts'
import { NOW, type VersionContent, versionedKind, type VersionView } from '../../shared/versions.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { Delayed } from '../ui/delayed.tsx'
import { showNotice, showUndo } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { Changes } from './changes-view.tsx'
import { NameButton } from './name-button.tsx'
import { Preview } from './preview.tsx'
import classes from './versions.module.css'

interface VersionPanelProps {
  document: DocumentName
  version: VersionView
  /** The version kept before this one. */
  before: VersionView | null
  mayKeep: boolean
  onBack: (() => void) | null
  /** The list is out of date. */
  onChanged: () => void
  onGone: () => void
}

const LOOKS = ['then', 'in-it', 'since'] as const
type Look = (typeof LOOKS)[number]

export function VersionPanel(props: VersionPanelProps) {
  const { document, version, before, mayKeep, onBack, onChanged, onGone } = props
  const { t } = useTranslation('version')
  const format = useFormat()
  const words = useRefusal()
  const [look, setLook] = useState<Look>('then')
  const { versionId } = version
  const when = format.dateTime(version.at)
  // A text is a text, whatever it is of.
  const kind = versionedKind(document) === 'board' ? 'board' : 'proposal'

  async function restore(id: VersionId): Promise<void> {
    const outcome = await send('version.restore', { document, versionId: id })
    onChanged()
    if (!outcome.ok) return void showNotice({ tone: 'problem', text: words(outcome.error) })
    showUndo(t('restore.done'), t('restore.undo'), () => void restore(outcome.value.before))
  }

  async function remove(): Promise<void> {
    const outcome = await send('version.remove', { document, versionId })
    onChanged()
    if (outcome.ok) onGone()
    else showNotice({ tone: 'problem', text: words(outcome.error) })
  }

  function show(next: Look): void {
    // The present is different each time one asks for it.
    if (next === 'since') void invalidate([contentTopic(document, NOW)])
    setLook(next)
  }

  return (
    <section className={classes.panel} aria-labelledby="version-title">
      {onBack ? (
        <Button
          variant="subtle"
          className={classes.back}
          leftSection={<IconArrowLeft size={18} aria-hidden />}
          onClick={onBack}
        >
          {t('list.all')}
        </Button>
      ) : null}
      <header className={classes.head}>
        <div>
          <h2 id="version-title">{version.name ?? when}</h2>
          <p className={classes.soft}>
            {[
              version.name === null ? null : when,
              version.namedBy ? t('list.namedBy', { name: version.namedBy.name }) : null,
              version.editors.length > 0
                ? t('list.writtenBy', { names: format.list(version.editors.map(({ name }) => name)) })
                : null,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
        </div>
        {mayKeep ? (
          <Group gap="xs">
            <ConfirmAction
              label={t('restore.do')}
              question={t('restore.question')}
              confirm={t('restore.confirm')}
              buttonProps={{ variant: 'filled' }}
              onConfirm={() => restore(versionId)}
            >
              {t(`restore.${kind}`, { when })} {t('restore.undoable')}
            </ConfirmAction>
            <NameButton document={document} version={version} onNamed={onChanged} />
            <ConfirmAction
              label={t('remove.do')}
              question={t('remove.question')}
              confirm={t('remove.do')}
              danger
              buttonProps={{ variant: 'subtle' }}
              onConfirm={remove}
            >
              {t('remove.words')}
            </ConfirmAction>
          </Group>
        ) : null}
      </header>
      <SegmentedControl
        className={classes.looks}
        aria-label={t('look.label')}
        value={look}
        onChange={(value) => show(value)}
        data={LOOKS.map((value) => ({ value, label: t(`look.${value}`) }))}
      />
      {look === 'then' ? <Then document={document} versionId={versionId} /> : null}
      {look === 'in-it' && before === null ? <EmptyState title={t('changes.first')} /> : null}
      {look === 'in-it' && before !== null ? (
        <Compared document={document} from={before.versionId} to={versionId} />
      ) : null}
      {look === 'since' ? <Compared document={document} from={versionId} to={NOW} /> : null}
    </section>
  )
}

/** Apart from the list's: a version never changes, and one that was removed is not asked for again. */
const contentTopic = (document: DocumentName, versionId: string) => `versions:${document}:${versionId}` as const

function useContent(document: DocumentName, versionId: string) {
  return useRead<VersionContent>(contentTopic(document, versionId), `/api/documents/${document}/versions/${versionId}`)
}

function Then({ document, versionId }: { document: DocumentName; versionId: string }) {
  const content = useContent(document, versionId)
  if (content.isError) return <ErrorState refusal={content.error} onRetry={() => void content.refetch()} />
  return content.data ? <Preview content={content.data} /> : <Waiting />
}

function Compared({ document, from, to }: { document: DocumentName; from: string; to: string }) {
  const then = useContent(document, from)
  const now = useContent(document, to)
  const failed = [then, now].find(({ isError }) => isError)
  if (failed) return <ErrorState refusal={failed.error} onRetry={() => void failed.refetch()} />
  return then.data && now.data ? <Changes from={then.data} to={now.data} /> : <Waiting />
}

function Waiting() {
  return (
    <Delayed>
      <Skeleton height={320} radius="lg" />
    </Delayed>
  )
}
