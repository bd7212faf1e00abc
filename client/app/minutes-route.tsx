// Owns putting the minutes together: the discussion's page with the editor of proposals, over the minutes' own live document.

import { useEffect } from 'react'
import { minutesDocument } from '../../shared/documents.ts'
import type { MinutesView } from '../../shared/discussion.ts'
import type { BoardId } from '../../shared/model.ts'
import { MinutesPage } from '../agenda/minutes-page.tsx'
import classes from '../agenda/minutes.module.css'
import { useTranslation } from '../i18n/translation.ts'
import { useDocument, useDocumentState } from '../live/documents.ts'
import { giveTitle } from '../live/titles.ts'
import { ProposalEditor } from '../proposals/proposal-editor.tsx'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { KeptLine } from '../ui/kept-line.tsx'
import { SavedMark } from '../ui/saved-mark.tsx'
import { ErrorState } from '../ui/states.tsx'

export function MinutesRoute({ boardId }: { boardId: BoardId }) {
  return <MinutesPage boardId={boardId} text={(minutes) => <MinutesText minutes={minutes} />} />
}

function MinutesText({ minutes }: { minutes: MinutesView }) {
  const { t } = useTranslation('discussion')
  const name = minutesDocument(minutes.sessionId)
  const document = useDocument(name)
  const state = useDocumentState(document)
  const { boardId, sessionId } = minutes
  const title = t('minutes.tab', { title: minutes.title })
  useEffect(() => {
    giveTitle(name, { title, to: `/b/${boardId}/minutes?session=${sessionId}` })
  }, [name, title, boardId, sessionId])
  if (state.closed && !state.ready) {
    return (
      <ErrorState refusal={{ kind: 'forbidden', reason: 'not-allowed', message: 'these minutes are closed to you' }} />
    )
  }
  if (!document || !state.ready) return <Skeletons lines={8} />
  return (
    <section className={classes.text} aria-label={t('minutes.text')}>
      <KeptLine document={name} />
      <div className={classes.textHead}>
        <p>{minutes.mayWrite ? t('minutes.editable') : ''}</p>
        <span className={classes.marks}>
          {state.access === 'view' || state.access === 'damaged' ? null : <SavedMark saved={state.saved} />}
          <Link to={`/b/${boardId}/minutes/${sessionId}/versions`}>{t('minutes.versions')}</Link>
        </span>
      </div>
      <ProposalEditor ideaId={null} title={minutes.title} label={t('minutes.text')} document={document} state={state} />
    </section>
  )
}
