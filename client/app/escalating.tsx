// Owns when the dialog for taking an idea to a sponsor is loaded: when it is opened, with its words.

import { lazy } from 'react'
import { alsoWords } from '../i18n/i18n.ts'

export const EscalateDialog = lazy(async () => {
  const [room] = await Promise.all([import('../escalations/escalate-dialog.tsx'), alsoWords('case')])
  return { default: room.EscalateDialog }
})
