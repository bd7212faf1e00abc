// Owns: who sees and who writes a live document, as a table of standing × document × state of the board.
import { describe, expect, test } from 'vitest'
import { documentAccess } from '../../../server/gateway/document-access.ts'
import type { Place } from '../../../server/platform/command.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import type { Standing } from '../../../shared/permissions.ts'
import { HANDS, type PhasePolicy } from '../../../shared/session.ts'

function place(standing: Standing[], state: { locked?: boolean; archived?: boolean; phase?: PhasePolicy } = {}): Place {
  return {
    boardId: 'board-1' as BoardId,
    naming: 'named',
    ideaId: 'idea-1' as IdeaId,
    locked: state.locked ?? false,
    archived: state.archived ?? false,
    phase: state.phase ?? null,
    standing: new Set(standing),
  }
}

describe('live documents', () => {
  test.each<[Standing[], { locked?: boolean; archived?: boolean }, string, string, string]>([
    // who, state → board, ledger, proposal
    [['guest'], {}, 'edit', 'view', 'edit'],
    [['member', 'participant'], {}, 'edit', 'view', 'edit'],
    [['member', 'participant', 'facilitator'], {}, 'edit', 'view', 'edit'],
    [['member', 'participant', 'facilitator'], { locked: true }, 'view', 'view', 'edit'],
    [['member', 'participant', 'facilitator'], { archived: true }, 'view', 'view', 'view'],
    [['guest'], { locked: true }, 'view', 'view', 'edit'],
    [['member'], {}, 'none', 'none', 'none'],
    [['member', 'admin', 'coach', 'sponsor'], {}, 'none', 'none', 'none'],
    [['member', 'sponsor', 'addressed'], {}, 'none', 'none', 'view'],
    [['author'], {}, 'none', 'none', 'none'],
    [[], {}, 'none', 'none', 'none'],
  ])('%j %j: board %s, ledger %s, proposal %s', (standing, state, board, ledger, proposal) => {
    const here = place(standing, state)
    expect(documentAccess('board', here)).toBe(board)
    expect(documentAccess('ledger', here)).toBe(ledger)
    expect(documentAccess('proposal', here)).toBe(proposal)
  })

  test('a phase takes the board from whoever may not arrange in it, and nothing else from nobody', () => {
    const access = (standing: Standing[]) =>
      HANDS.map((arrange) => {
        const phase: PhasePolicy = { write: 'nobody', sealed: true, arrange, vote: 'nobody', react: 'nobody' }
        const here = place(standing, { phase })
        return (['board', 'ledger', 'proposal'] as const).map((kind) => documentAccess(kind, here)).join(' ')
      })
    const [free, shut] = ['edit view edit', 'view view edit']
    expect(access(['member', 'participant'])).toEqual([free, shut, shut])
    expect(access(['member', 'participant', 'facilitator'])).toEqual([free, free, shut])
  })

  test('what is not there is not seen', () => {
    expect(documentAccess('board', null)).toBe('none')
  })
})
