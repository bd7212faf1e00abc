// Owns the account button: its menu is a script of its own that comes when a hand or the focus comes near.

import { Suspense, useState } from 'react'
import type { MeView } from '../../shared/model.ts'
import { lazy } from '../ui/lazy.ts'
import { AccountFace } from './account-face.tsx'

const load = () => import('./account-menu.tsx')
const AccountMenu = lazy(async () => ({ default: (await load()).AccountMenu }))
/** A failure shows when the menu is opened. */
const ahead = () => void load().catch(() => undefined)

export function AccountButton({ me, onHelp }: { me: MeView; onHelp: () => void }) {
  const [asked, setAsked] = useState(false)
  const face = (
    <AccountFace
      user={me.user}
      aria-expanded={false}
      onPointerEnter={ahead}
      onFocus={ahead}
      onClick={() => setAsked(true)}
    />
  )
  if (!asked) return face
  return (
    <Suspense fallback={face}>
      <AccountMenu me={me} onHelp={onHelp} />
    </Suspense>
  )
}
