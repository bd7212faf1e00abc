// Owns what everybody shows in a session: that they are ready, and a raised hand. On screen at once; the server's word
// follows, and takes it back when it refuses.

import type { BoardId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { SessionMine } from '../../shared/session.ts'
import { send } from '../live/command.ts'
import { readAgain } from '../live/reads.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { amendMine, mineOf } from './mine.ts'

export function useJoinIn(boardId: BoardId): { ready: (is: boolean) => void; hand: (raised: boolean) => void } {
  const words = useRefusal()
  async function show(change: Partial<SessionMine>, sent: Promise<Outcome<unknown>>): Promise<void> {
    amendMine(boardId, (mine) => ({ ...mine, ...change }))
    const outcome = await sent
    if (!outcome.ok) showNotice({ text: words(outcome.error), tone: 'problem' })
    await readAgain(mineOf(boardId))
  }
  return {
    ready: (ready) => void show({ ready }, send('session.ready', { boardId, ready })),
    hand: (raised) => void show({ handRaised: raised }, send('session.hand', { boardId, raised })),
  }
}
