// Owns the page of one board: opens its documents, says honestly in which state it is, and lays out header, columns or
// wall, the line to write on, and what the shell hands in. What a piece looks like is its own file's business.

import { Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArchive, IconEye, IconLock } from '@tabler/icons-react'
import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { boardDocument } from '../../shared/documents.ts'
import type { BoardId, BoardView } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { type Translate, useTranslation } from '../i18n/translation.ts'
import { useDocumentState } from '../live/documents.ts'
import { useLedgerBoard } from '../live/ledger.ts'
import { useActions } from '../ui/actions.ts'
import { Delayed, useDelayed } from '../ui/delayed.tsx'
import { KeptLine } from '../ui/kept-line.tsx'
import { type Key, useKeys } from '../ui/keys.ts'
import { lazy } from '../ui/lazy.ts'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { BoardHeader } from './board-header.tsx'
import { type BoardLayout, rememberedLayout, rememberLayout } from './board-layout.ts'
import classes from './board.module.css'
import { CardActionsContext, useMakeCardActions } from './card-actions.ts'
import { ColumnsView } from './columns-view.tsx'
import { type BoardRoom, RoomContext, useGhosts, useIds, useRoom } from './room.ts'
import type { BoardSlots } from './slots.ts'
import { type OpenRoom, useOpenRoom } from './use-room.ts'

const WallView = lazy(async () => {
  const [{ WallView: Wall }] = await Promise.all([import('./wall-view.tsx'), alsoWords('group')])
  return { default: Wall }
})
const FilterBar = lazy(() => import('./filter-bar.tsx').then((m) => ({ default: m.FilterBar })))
const BoardDialogs = lazy(async () => {
  const [{ BoardDialogs: Dialogs }] = await Promise.all([import('./board-dialogs.tsx'), alsoWords('group')])
  return { default: Dialogs }
})
const SelectionBar = lazy(async () => {
  const [{ SelectionBar: Bar }] = await Promise.all([import('./selection-bar.tsx'), alsoWords('group')])
  return { default: Bar }
})
const ShareDialog = lazy(() => import('./share-dialog.tsx').then((m) => ({ default: m.ShareDialog })))
const RemovedIdeas = lazy(() => import('./removed-ideas.tsx').then((m) => ({ default: m.RemovedIdeas })))

/** A change of rights reaches every node within two seconds. */
const SETTLES_MS = 2_000
/** Below this the board is a phone's: one column at a time. */
const PHONE_QUERY = '(max-width: 47.99em)'

export function BoardPage({ boardId, slots }: { boardId: BoardId; slots: BoardSlots }) {
  const { t } = useTranslation()
  const open = useOpenRoom(boardId, slots)
  const { board, document, room } = open
  const { ready, closed, crowded } = useDocumentState(document)
  const refusal = board.error
  const gone = closed && (closed.why === 'sign-in' || closed.why === 'not-allowed')

  let content: ReactNode
  if (refusal && !(refusal.reason === 'offline' && ready)) {
    content = <ErrorState refusal={refusal} onRetry={() => void board.refetch()} />
  } else if (gone) {
    const kind = closed.why === 'sign-in' ? 'sign-in' : 'forbidden'
    content = <ErrorState refusal={{ kind, reason: closed.reason, message: closed.reason }} />
  } else if (crowded && !ready) {
    content = <EmptyState title={t('connection.crowdedTitle')} />
  } else if (!room || !ready || (!board.data && !refusal)) {
    content = <BoardSkeleton />
  } else {
    content = (
      <RoomContext value={room}>
        <WithActions room={room}>
          <OpenBoard open={open} board={board.data ?? null} slots={slots} />
        </WithActions>
      </RoomContext>
    )
  }
  return (
    <div className={classes.frame}>
      <div className={classes.board} data-anonymous={room?.naming === 'anonymous' || undefined}>
        {content}
      </div>
    </div>
  )
}

function WithActions({ room, children }: { room: BoardRoom; children: ReactNode }) {
  return <CardActionsContext value={useMakeCardActions(room)}>{children}</CardActionsContext>
}

function BoardSkeleton() {
  const { t } = useTranslation()
  return (
    <Delayed>
      <div className={classes.skeletons} role="status" aria-label={t('state.loading')}>
        {[420, 300, 360].map((height) => (
          <Skeleton key={height} height={height} radius="lg" />
        ))}
      </div>
    </Delayed>
  )
}

function OpenBoard({ open, board, slots }: { open: OpenRoom; board: BoardView | null; slots: BoardSlots }) {
  const { t } = useTranslation('board')
  const room = useRoom()
  const phone = useMediaQuery(PHONE_QUERY, window.matchMedia(PHONE_QUERY).matches) ?? false
  const settings = useLedgerBoard(room.ledger)
  const [view, setView] = useState<BoardLayout>(rememberedLayout)
  const [dialog, setDialog] = useState<'share' | 'removed' | null>(null)
  const [query, setQuery] = useState<string | null>(null)
  const ids = useIds()
  const { store, ledger, selection } = room
  const chosen = useSyncExternalStore(selection.subscribe, selection.size)

  useEffect(() => {
    const words = query?.trim().toLowerCase() ?? ''
    if (words === '') return store.filter(null)
    store.filter(({ ideaId, title }) => {
      if (title.toLowerCase().includes(words)) return true
      const facts = ledger?.ideas.get(ideaId)
      if (!facts) return false
      if (`#${facts.number}` === words || String(facts.number) === words) return true
      return facts.tags.some((tag) => tag.toLowerCase().includes(words))
    })
  }, [store, ledger, query])

  function show(next: BoardLayout): void {
    setView(next)
    rememberLayout(next)
  }

  useKeys(t('keys.board'), [
    { key: 'n', label: t('keys.new'), run: () => focusComposer(room.focus.lastColumn) },
    { key: 'f', label: t('keys.find'), run: () => setQuery((now) => now ?? '') },
  ])
  useKeys(t('keys.card'), cardKeyLines(t, room.slots.onVoteKey !== undefined))
  useArrowsIn()
  useActions([
    { id: 'board-new', label: t('keys.new'), group: 'do', run: () => focusComposer(room.focus.lastColumn) },
    { id: 'board-find', label: t('keys.find'), group: 'do', run: () => setQuery('') },
    { id: 'board-share', label: t('header.share'), group: 'do', run: () => setDialog('share') },
  ])

  const title = settings?.title ?? board?.title ?? t('title')
  const locked = settings?.locked ?? board?.locked ?? false
  const archived = (settings?.archivedAt ?? board?.archivedAt ?? null) !== null
  const { above, toolbar } = slots
  return (
    <>
      <BoardHeader
        board={board}
        title={title}
        question={settings?.question ?? board?.question ?? ''}
        askedBy={settings ? settings.askedBy : board?.askedBy?.name}
        locked={locked}
        archived={archived}
        phone={phone}
        toolbar={toolbar}
        view={view}
        onView={show}
        onShare={() => setDialog('share')}
        onRemoved={() => setDialog('removed')}
        onFilter={() => setQuery((now) => (now === null ? '' : null))}
      />
      <StateLine locked={locked} archived={archived} saysWhy={slots.saysWhy ?? false} />
      <KeptLine document={boardDocument(room.boardId)} />
      {query !== null ? (
        <Suspense>
          <FilterBar query={query} found={ids.length} onQuery={setQuery} onClose={() => setQuery(null)} />
        </Suspense>
      ) : null}
      {above ? <div className={classes.above}>{above}</div> : null}
      {query === null && !slots.inColumn ? <FirstIdea /> : null}
      <div className={classes.middle}>
        <div className={classes.stage}>
          {view === 'wall' ? (
            <Suspense fallback={<BoardSkeleton />}>
              <WallView phone={phone} />
            </Suspense>
          ) : (
            <ColumnsView phone={phone} />
          )}
          {chosen > 0 && room.may('board.write') ? (
            <Suspense>
              <SelectionBar raised={phone || view === 'wall'} />
            </Suspense>
          ) : null}
        </div>
      </div>
      <Suspense>
        {open.question ? <BoardDialogs question={open.question} onDone={open.answer} /> : null}
        {dialog === 'share' && board ? <ShareDialog board={board} onClose={() => setDialog(null)} /> : null}
        {dialog === 'removed' ? <RemovedIdeas boardId={room.boardId} onClose={() => setDialog(null)} /> : null}
      </Suspense>
    </>
  )
}

/** The line to write on: of the column last worked in, else the first there is. */
function focusComposer(columnId: string | null): void {
  const own = columnId ? document.querySelector<HTMLElement>(`[data-composer="${columnId}"]`) : null
  const field = own ?? document.querySelector<HTMLElement>('[data-composer]')
  field?.focus()
}

/** With the focus on nothing in particular, an arrow key goes to the cards. */
function useArrowsIn(): void {
  const { focus, store } = useRoom()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event
      const idle =
        target === document.body || (target instanceof HTMLElement && target.matches('main, [data-page-title]'))
      if (!idle || event.defaultPrevented || !event.key.startsWith('Arrow')) return
      const card = focus.active && store.card(focus.active) ? focus.active : store.ids()[0]
      if (!card) return
      event.preventDefault()
      focus.want(card, 'active')
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [focus, store])
}

/**
 * For the list of keys alone: the card itself hears them (card-keys.ts). The space behind each keeps the page-wide
 * listener from taking the key away from buttons and fields elsewhere.
 */
function cardKeyLines(t: Translate<'board'>, votes: boolean): Key[] {
  const line = (key: string, label: string): Key => ({ key: `${key} `, label, run: () => {} })
  return [
    line('↑ ↓ ← →', t('keys.arrows')),
    line('Enter', t('keys.open')),
    line('E', t('keys.edit')),
    line('M', t('keys.move')),
    line('G', t('keys.group')),
    line('Space', t('keys.select')),
    line('C', t('keys.color')),
    line('L', t('keys.like')),
    ...(votes ? [line('V', t('keys.vote'))] : []),
    line('Delete', t('keys.remove')),
  ]
}

function FirstIdea() {
  const { t } = useTranslation('board')
  const { may } = useRoom()
  const empty = useIds().length === 0
  const sending = useGhosts().length > 0
  if (!empty || sending) return null
  return (
    <div className={classes.first}>
      <h2>{t(may('idea.add') ? 'state.empty' : 'state.emptyQuiet')}</h2>
      <p>{t(may('idea.add') ? 'state.emptyBody' : 'state.emptyQuietBody')}</p>
    </div>
  )
}

function StateLine({ locked, archived, saysWhy }: { locked: boolean; archived: boolean; saysWhy: boolean }) {
  const { t } = useTranslation('board')
  const room = useRoom()
  const { access } = useDocumentState(room.document)
  // When a board opens, the ledger says so a moment before this page may write again: what is about to change is not said.
  const looking = !archived && !locked && !saysWhy && !room.may('board.write')
  const [fromStart] = useState(looking)
  const settled = useDelayed(looking, SETTLES_MS)
  const Icon = archived ? IconArchive : locked ? IconLock : IconEye
  let words: string | null = null
  if (access === 'damaged') words = t('reason.document-damaged', { ns: 'errors' })
  else if (archived) words = t('state.archived')
  else if (locked) words = t(room.may('board.manage') ? 'state.lockedLead' : 'state.locked')
  else if (access === 'full') words = t('state.full')
  else if (settled || (looking && fromStart)) words = t('state.readOnly')
  if (!words) return null
  return (
    <p className={classes.line} role="status">
      <Icon size={18} stroke={1.8} aria-hidden="true" />
      {words}
    </p>
  )
}
