// Owns: phases for tests of sessions: named by their id, everything open or nothing, and whatever a test says beside that.
//
//   const WRITE = phase('write', { policy: { ...OPEN, sealed: true } })
import type { Phase, PhasePolicy } from '../../shared/session.ts'

export const OPEN: PhasePolicy = {
  write: 'everyone',
  sealed: false,
  arrange: 'everyone',
  vote: 'everyone',
  react: 'everyone',
}
export const WATCH: PhasePolicy = { write: 'nobody', sealed: false, arrange: 'nobody', vote: 'nobody', react: 'nobody' }

export const phase = (phaseId: string, over: Partial<Phase> = {}): Phase => ({
  phaseId,
  kind: 'write',
  title: '',
  policy: OPEN,
  timerMs: null,
  round: null,
  ...over,
})
