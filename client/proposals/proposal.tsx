// Owns the proposal as a part of a page: its states before there is anything to edit, and the editor, which is loaded only
// then because it is large.

import { Suspense } from 'react'
import { proposalDocument } from '../../shared/documents.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useDocument, useDocumentState } from '../live/documents.ts'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { KeptLine } from '../ui/kept-line.tsx'
import { lazy } from '../ui/lazy.ts'
import { SavedMark } from '../ui/saved-mark.tsx'
import { ErrorState } from '../ui/states.tsx'
import styles from './proposal.module.css'

const ProposalEditor = lazy(() => import('./proposal-editor.tsx').then((m) => ({ default: m.ProposalEditor })))

export function Proposal({ ideaId, title }: { ideaId: IdeaId; title: string }) {
  const { t } = useTranslation('proposal')
  const document = useDocument(proposalDocument(ideaId))
  const state = useDocumentState(document)

  return (
    <section className={styles.proposal} aria-labelledby="proposal-title">
      <header className={styles.header}>
        <h2 id="proposal-title">{t('title')}</h2>
        <span className={styles.marks}>
          {document && state.ready && !['view', 'damaged'].includes(state.access) && <SavedMark saved={state.saved} />}
          <Link to={`/i/${ideaId}/versions`}>{t('versions')}</Link>
        </span>
      </header>
      <KeptLine document={proposalDocument(ideaId)} />
      {state.closed && !state.ready ? (
        <ErrorState refusal={{ kind: 'forbidden', reason: 'not-allowed', message: 'this proposal is closed to you' }} />
      ) : (
        <Suspense fallback={<Skeletons />}>
          {document && state.ready ? (
            <ProposalEditor ideaId={ideaId} title={title} document={document} state={state} />
          ) : (
            <Skeletons />
          )}
        </Suspense>
      )}
    </section>
  )
}
