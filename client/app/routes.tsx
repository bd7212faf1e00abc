// Owns the table of addresses: which page, in which frame, for whom. Every page is its own script, loaded when its address
// is opened. A room adds its line here; where a page needs another room's part, a `<noun>-route.tsx` beside this file
// puts them together.

import { type ComponentType, lazy } from 'react'

/**
 * `anyone`: no session needed. `person`: an account, or the guest of this board. `member`: an account. `admin`: that role.
 */
export type Who = 'anyone' | 'person' | 'member' | 'admin'
/** `shell`: with the header. `door`: small and centred, for getting in. `bare`: the page has the whole screen. */
export type Frame = 'shell' | 'door' | 'bare'

export interface RouteLine {
  path: string
  Page: ComponentType
  who: Who
  frame: Frame
}

export const ROUTES: readonly RouteLine[] = [
  {
    path: '/sign-in',
    who: 'anyone',
    frame: 'door',
    Page: lazy(() => import('./door-routes.tsx').then((m) => ({ default: m.SignInRoute }))),
  },
  {
    path: '/sign-up',
    who: 'anyone',
    frame: 'door',
    Page: lazy(() => import('./door-routes.tsx').then((m) => ({ default: m.SignUpRoute }))),
  },
  {
    path: '/join',
    who: 'anyone',
    frame: 'door',
    Page: lazy(() => import('./door-routes.tsx').then((m) => ({ default: m.JoinRoute }))),
  },
  {
    path: '/join/:code',
    who: 'anyone',
    frame: 'door',
    Page: lazy(() => import('./door-routes.tsx').then((m) => ({ default: m.JoinRoute }))),
  },
  {
    path: '/profile',
    who: 'person',
    frame: 'shell',
    Page: lazy(() => import('../people/profile-page.tsx').then((m) => ({ default: m.ProfilePage }))),
  },
  {
    path: '/admin',
    who: 'admin',
    frame: 'shell',
    Page: lazy(() => import('../people/admin-page.tsx').then((m) => ({ default: m.AdminPage }))),
  },
]
