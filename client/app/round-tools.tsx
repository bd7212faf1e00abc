// Owns the vote's tools in a board's header, for those who lead it. A script of its own: the board does not wait for it.

import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { BoardView } from '../../shared/model.ts'
import { type Ledger, useLedgerIdeas, useLedgerRounds } from '../live/ledger.ts'
import { OpenRound } from '../votes/open-round.tsx'
import { closedRounds, ResultsDialog } from '../votes/results-dialog.tsx'

/** Starting a vote, and looking at how earlier ones came out. */
export function RoundTools({ board, ledger, isOpen }: { board: BoardView; ledger: Ledger | null; isOpen: boolean }) {
  const { t } = useTranslation('vote')
  const navigate = useNavigate()
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
      <OpenRound boardId={board.boardId} topics={topics} opened={shown === 'open'} onClose={hide} />
      <ResultsDialog
        boardId={board.boardId}
        rounds={closed}
        mayShow={board.may.includes('board.present')}
        opened={shown === 'results'}
        onClose={hide}
        onOpenIdea={(ideaId) => void navigate(`/i/${ideaId}`)}
      />
    </>
  )
}
