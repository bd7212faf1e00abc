// Owns putting the dialog for taking an idea to a sponsor together: whom and why, and beside it how ready the idea is. Loaded
// when it is opened, with its words.

import { type ComponentProps } from 'react'
import type { EscalateDialog as Dialog } from '../escalations/escalate-dialog.tsx'
import { alsoWords } from '../i18n/i18n.ts'
import { lazy } from '../ui/lazy.ts'

type Props = Omit<ComponentProps<typeof Dialog>, 'signals'>

export const EscalateDialog = lazy(async () => {
  const [room, { Readiness }] = await Promise.all([
    import('../escalations/escalate-dialog.tsx'),
    import('../business-cases/idea-parts.ts'),
    alsoWords('case'),
    alsoWords('estimate'),
  ])
  const Whole = (props: Props) => (
    <room.EscalateDialog {...props} signals={<Readiness ideaId={props.ideaId} compact />} />
  )
  return { default: Whole }
})
