// Owns what a person can do in a discussion: every command once, refusals said in words. It decides nothing: the server does.

import { useMemo, useState } from 'react'
import type { EntriesMine, EntryKind, LedgerDiscussion, TopicState } from '../../shared/discussion.ts'
import type { BoardId, BoardView, UserId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { TimerAsk } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { newId } from '../live/keys.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice, showUndo } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import type { Written } from './agenda.ts'

export const MINUTE_MS = 60_000

export type OwnerChoice = { userId: UserId } | { name: string } | null

export interface NewEntry {
  kind: EntryKind
  text: string
  topicId: string | null
  owner: OwnerChoice
  dueOn: string | null
}

export function useTalk(boardId: BoardId) {
  const { t } = useTranslation('discussion')
  const { t: common } = useTranslation()
  const words = useRefusal()
  const [busy, setBusy] = useState(false)

  function heard(outcome: Outcome<unknown>): boolean {
    if (!outcome.ok) showNotice({ tone: 'problem', text: words(outcome.error) })
    return outcome.ok
  }
  const tell = async (sent: Promise<Outcome<unknown>>) => heard(await sent)

  return {
    busy,
    async go(discussion: LedgerDiscussion | null, to?: string | null, leave?: TopicState) {
      setBusy(true)
      const from = discussion?.currentId ?? null
      await tell(
        send('discussion.go', { boardId, from, ...(to === undefined ? {} : { to }), ...(leave ? { leave } : {}) }),
      )
      setBusy(false)
    },
    mark: (topicId: string, state: TopicState) => void tell(send('discussion.mark', { boardId, topicId, state })),
    order: () => void tell(send('discussion.order', { boardId })),
    timer: (change: TimerAsk) => void tell(send('discussion.timer', { boardId, ...change })),
    ask: (asks: boolean) => void tell(send('discussion.ask-more', { boardId, asks })),
    answer: (askId: string, yes: boolean) => tell(send('discussion.answer-more', { boardId, askId, yes })),

    async write({ owner, dueOn, ...entry }: NewEntry) {
      const action = entry.kind === 'action' ? { owner, dueOn } : {}
      const ok = await tell(send('entry.add', { boardId, entryId: newId(), ...entry, ...action }))
      if (ok) announce(t('entry.added'))
      if (ok) void invalidate([`mine:${boardId}`])
      return ok
    },
    change: (entry: Written, change: { text: string; owner: OwnerChoice; dueOn: string | null }) => {
      const { text, owner, dueOn } = change
      const action = entry.kind === 'action' ? { owner, dueOn } : {}
      return tell(send('entry.update', { boardId, entryId: entry.entryId, rev: entry.rev, text, ...action }))
    },
    tick: ({ entryId }: Written, done: boolean) => void tell(send('entry.done', { boardId, entryId, done })),
    async remove({ entryId }: Written) {
      if (!(await tell(send('entry.remove', { boardId, entryId, removed: true })))) return
      showUndo(t('entry.removed'), common('action.undo'), () => {
        void tell(send('entry.remove', { boardId, entryId, removed: false }))
      })
    },
  }
}

/** What I wrote on an anonymous board: told to me alone. On a named one everybody sees whose it is. */
export function useOwnEntries({ boardId, naming }: Pick<BoardView, 'boardId' | 'naming'>): ReadonlySet<string> {
  const path = `/api/boards/${boardId}/entries/mine`
  const { data } = useRead<EntriesMine>(`mine:${boardId}`, path, { enabled: naming === 'anonymous' })
  return useMemo(() => new Set(data?.entryIds), [data])
}

export type Talk = ReturnType<typeof useTalk>
