// Owns the home page: my boards, the ones open to me, the archive, and the way to a new one.

import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { type BoardSummary, TEMPLATES } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { showNotice } from '../ui/notices.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { BoardTile } from './board-tile.tsx'
import classes from './home.module.css'
import { TemplatePreview } from './template-preview.tsx'

type Which = 'all' | 'lead' | 'archive'

/** Fewer boards than this need no searching. */
const FILTER_FROM = 7

export function HomePage() {
  const { t } = useTranslation('home')
  const boards = useRead<BoardSummary[]>('boards', '/api/boards')
  const action = (
    <Button component={Link} to="/new" leftSection={<IconPlus size={20} stroke={2} aria-hidden="true" />}>
      {t('new')}
    </Button>
  )
  let content: ReactNode
  if (boards.data) content = <Boards boards={boards.data} />
  else if (boards.isError) {
    content = <ErrorState refusal={boards.error} onRetry={() => void boards.refetch()} />
  } else content = <Skeletons lines={5} height={88} />
  return (
    <Page>
      <PageHeader title={t('title')} action={action} />
      {content}
    </Page>
  )
}

function Boards({ boards }: { boards: readonly BoardSummary[] }) {
  const { t } = useTranslation('home')
  const words = useRefusal()
  const [which, setWhich] = useState<Which>('all')
  const [query, setQuery] = useState('')
  const hasArchive = boards.some(({ archivedAt }) => archivedAt !== null)
  const wanted = query.trim().toLowerCase()
  const shown = boards.filter((board) => {
    if ((board.archivedAt !== null) !== (which === 'archive')) return false
    if (which === 'lead' && !board.facilitating) return false
    return `${board.title} ${board.question}`.toLowerCase().includes(wanted)
  })
  const mine = shown.filter((board) => board.mine || board.facilitating)
  const open = shown.filter((board) => !board.mine && !board.facilitating)

  async function restore(boardId: BoardSummary['boardId']): Promise<void> {
    const outcome = await send('board.restore', { boardId })
    if (outcome.ok) await invalidate(['boards'])
    else showNotice({ text: words(outcome.error), tone: 'problem' })
  }

  const list = (some: readonly BoardSummary[], level: 2 | 3) => (
    <ul className={classes.tiles}>
      {some.map((board) => (
        <BoardTile
          key={board.boardId}
          board={board}
          level={level}
          onRestore={which === 'archive' && board.facilitating ? () => void restore(board.boardId) : undefined}
        />
      ))}
    </ul>
  )

  return (
    <>
      {boards.length > 0 ? (
        <div className={classes.bar}>
          <SegmentedControl
            aria-label={t('which')}
            value={which}
            onChange={(value) => setWhich(value)}
            data={[
              { value: 'all' as Which, label: t('all') },
              { value: 'lead', label: t('lead') },
              ...(hasArchive || which === 'archive' ? [{ value: 'archive' as Which, label: t('archive') }] : []),
            ]}
          />
          {boards.length >= FILTER_FROM ? (
            <TextInput
              type="search"
              className={classes.search}
              aria-label={t('filter')}
              placeholder={t('filter')}
              leftSection={<IconSearch size={18} aria-hidden="true" />}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
          ) : null}
        </div>
      ) : null}
      {mine.length > 0 ? list(mine, 2) : null}
      {open.length > 0 ? (
        <section aria-labelledby="open-boards">
          <h2 id="open-boards" className={classes.heading}>
            {t('open')}
          </h2>
          <p className={classes.lead2}>{t('openLead')}</p>
          {list(open, 3)}
        </section>
      ) : null}
      {shown.length === 0 ? <Nothing which={which} searching={wanted !== ''} none={boards.length === 0} /> : null}
      {which === 'all' && wanted === '' ? <Templates /> : null}
    </>
  )
}

function Nothing({ which, searching, none }: { which: Which; searching: boolean; none: boolean }) {
  const { t } = useTranslation('home')
  if (none) {
    const join = (
      <Button component={Link} to="/join" variant="default">
        {t('joinCode')}
      </Button>
    )
    return (
      <EmptyState title={t('empty')} action={join}>
        {t('emptyBody')}
      </EmptyState>
    )
  }
  if (searching) return <EmptyState title={t('nothing')}>{t('nothingBody')}</EmptyState>
  if (which === 'archive') return <EmptyState title={t('noArchive')}>{t('noArchiveBody')}</EmptyState>
  return <EmptyState title={t(which === 'lead' ? 'noLead' : 'empty')}>{t('emptyBody')}</EmptyState>
}

function Templates() {
  const { t } = useTranslation('home')
  return (
    <section aria-labelledby="templates">
      <h2 id="templates" className={classes.heading}>
        {t('templates')}
      </h2>
      <ul className={classes.templates}>
        {TEMPLATES.map((template) => (
          <li key={template}>
            <Link to={`/new?template=${template}`} className={classes.template}>
              <TemplatePreview template={template} />
              <span className={classes.templateName}>{t(`template.${template}.name`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
