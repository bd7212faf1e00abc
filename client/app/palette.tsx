// Owns "go anywhere or do anything": boards, pages and whatever the view on screen offers, found by a few letters. Loaded
// when first asked for.

import '@mantine/spotlight/styles.layer.css'
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { BoardSummary } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { useRead } from '../live/api.ts'
import { useMe } from '../live/session.ts'
import { useOwnDesk } from '../escalations/desk-link.tsx'
import { type Action, useAllActions } from '../ui/actions.ts'

const [store, spotlight] = createSpotlight()
/** What fits without scrolling on a laptop. */
const MOST_SHOWN = 12

/** With the words of the pages that only it and their own addresses name. */
export async function palette() {
  await Promise.all([alsoWords('organisation'), alsoWords('webhook')])
  return { default: Palette }
}

/** `opened` counts how often it was asked for. */
function Palette({ opened }: { opened: number }) {
  const { t } = useTranslation()
  const { t: organisation } = useTranslation('organisation')
  const { t: webhook } = useTranslation('webhook')
  const { user, roles } = useMe()
  const boards = useRead<BoardSummary[]>('boards', '/api/boards', { enabled: user !== null && !user.isGuest })
  const offered = useAllActions()
  const desk = useOwnDesk()
  useEffect(() => {
    if (opened === 0) return
    // It may be closing still, with what was typed before.
    if (!store.getState().opened) store.updateState((state) => ({ ...state, query: '', empty: false }))
    spotlight.open()
  }, [opened])

  const boardActions = (boards.data ?? []).map(
    ({ boardId, title, question }): Action => ({
      id: `board-${boardId}`,
      label: title,
      detail: question,
      group: 'boards',
      run: () => navigate(`/b/${boardId}`),
    }),
  )
  const go = (to: string, label: string): Action => ({ id: to, label, group: 'go', run: () => navigate(to) })
  const isMember = user !== null && !user.isGuest
  const pages = [
    ...(desk.isThere ? [go('/desk', t('nav.desk'))] : []),
    ...(isMember
      ? [
          go('/outcomes', t('nav.outcomes')),
          go('/answering', organisation('answering.title')),
          go('/profile#away', organisation('away.link')),
        ]
      : []),
    ...(roles.includes('admin') ? [go('/organisation', organisation('title')), go('/webhooks', webhook('title'))] : []),
  ]
  const all = [...pages, ...offered, ...boardActions]
  const group = (name: Action['group'], title: string): SpotlightActionGroupData => ({
    group: title,
    actions: all
      .filter((action) => action.group === name)
      .map(({ id, label, detail, keywords, run }) => ({ id, label, description: detail, keywords, onClick: run })),
  })
  const groups = [
    group('boards', t('spotlight.boards')),
    group('do', t('spotlight.do')),
    group('go', t('spotlight.go')),
  ]
  return (
    <Spotlight
      store={store}
      shortcut={null}
      limit={MOST_SHOWN}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      scrollable
      maxHeight="60vh"
      attributes={{ content: { 'aria-label': t('nav.anywhere') } }}
      nothingFound={t('spotlight.nothing')}
      actions={groups.filter(({ actions }) => actions.length > 0)}
      searchProps={{
        leftSection: <IconSearch size={20} aria-hidden="true" />,
        placeholder: t('spotlight.placeholder'),
        'aria-label': t('nav.anywhere'),
        onKeyDownCapture: (event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) chooseFirst()
        },
      }}
    />
  )
}

/** What was found after the last letter (boards arriving late) is not marked yet: Enter then means the first of them. */
function chooseFirst(): void {
  const list = document.getElementById(store.getState().listId)
  if (list?.querySelector('[data-selected]')) return
  list?.querySelector<HTMLElement>('[data-action]')?.click()
}
