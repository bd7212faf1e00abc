// Owns the vote's tools in a board's header, for those who lead it. A script of its own: the board does not wait for it.

import { Button } from '@mantine/core'
import { Suspense, useState } from 'react'
import type { BoardView } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { type Ledger, useLedgerIdeas, useLedgerRounds } from '../live/ledger.ts'
import { lazy } from '../ui/lazy.ts'
import { closedRounds } from '../votes/closed-rounds.ts'

const OpenRound = lazy(async () => {
  const [dialog] = await Promise.all([import('../votes/open-round.tsx'), alsoWords('ballot')])
  return { default: dialog.OpenRound }
})
const ResultsDialog = lazy(async () => {
  const [dialog] = await Promise.all([import('../votes/results-dialog.tsx'), alsoWords('ballot')])
  return { default: dialog.ResultsDialog }
})

/** Starting a vote, and looking at how earlier ones came out. */
export function RoundTools({ board, ledger, isOpen }: { board: BoardView; ledger: Ledger | null; isOpen: boolean }) {
  const { t } = useTranslation('vote')
  const [shown, setShown] = useState<'nothing' | 'open' | 'results'>('nothing')
  const topics = [...useLedgerIdeas(ledger).values()].filter(({ removed }) => !removed).length
  const closed = closedRounds(useLedgerRounds(ledger))
  const mayOpen = board.may.includes('round.manage') && !isOpen && board.archivedAt === null
  const hide = () => setShown('nothing')
  return (
    <>
      {closed.length > 0 && (
        <Button variant="default" size="sm" onClick={() => setShown('results')}>
          {t('results')}
        </Button>
      )}
      {mayOpen && topics > 0 && (
        <Button variant="default" size="sm" onClick={() => setShown('open')}>
          {t('start')}
        </Button>
      )}
      <Suspense>
        {shown === 'open' && <OpenRound board={board} topics={topics} onClose={hide} />}
        {shown === 'results' && (
          <ResultsDialog
            boardId={board.boardId}
            rounds={closed}
            mayShow={board.may.includes('board.present')}
            opened
            onClose={hide}
            onOpenIdea={(ideaId) => navigate(`/i/${ideaId}`)}
          />
        )}
      </Suspense>
    </>
  )
}
