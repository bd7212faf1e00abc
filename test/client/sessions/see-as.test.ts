import { describe, expect, test } from 'vitest'
import { asParticipant } from '../../../client/sessions/see-as.ts'
import { permissionsNow } from '../../../server/boards/reads.ts'
import type { BoardId } from '../../../shared/model.ts'
import type { Standing } from '../../../shared/permissions.ts'
import { type PhasePolicy, RECIPE_STEPS } from '../../../shared/session.ts'

const may = (standing: Standing[], phase: PhasePolicy | null, locked: boolean) =>
  permissionsNow({
    boardId: 'board' as BoardId,
    naming: 'named',
    locked,
    archived: false,
    phase,
    ideaId: null,
    standing: new Set(standing),
  })

describe('seeing a board as a participant', () => {
  test('in every phase, locked or not, what is left is what the server lets a participant do', () => {
    const policies = [null, ...Object.values(RECIPE_STEPS).flatMap((steps) => steps.map(({ policy }) => policy))]
    for (const phase of policies) {
      for (const locked of [false, true]) {
        const left = asParticipant(may(['participant', 'facilitator'], phase, locked), phase)
        expect(left).toEqual(may(['participant'], phase, locked))
      }
    }
  })

  test('never more than one may oneself', () => {
    expect(asParticipant(['board.read'], null)).toEqual(['board.read'])
  })
})
