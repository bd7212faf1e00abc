// Owns the table of addresses: which page, in which frame, for whom. Every page is its own script, loaded when its address
// is opened. A room adds its line here; where a page needs another room's part, a `<noun>-route.tsx` beside this file
// puts them together.

import { type ComponentType, lazy } from 'react'
import { matchPath } from 'react-router'
import { alsoWords } from '../i18n/i18n.ts'

/** `anyone`: no session needed. `person`: an account or a guest. `member`: an account. `admin`: that role. */
export type Who = 'anyone' | 'person' | 'member' | 'admin'
/** `shell`: with the header. `door`: small and centred, for getting in. `bare`: the page has the whole screen. */
export type Frame = 'shell' | 'door' | 'bare'

export interface RouteLine {
  path: string
  who: Who
  frame: Frame
  Page: ComponentType
  /** Fetches the page's script ahead of time. */
  load: () => Promise<unknown>
}

function line(path: string, who: Who, frame: Frame, load: () => Promise<ComponentType>): RouteLine {
  return { path, who, frame, load, Page: lazy(async () => ({ default: await load() })) }
}

const versions = async () => {
  const [routes] = await Promise.all([import('./versions-routes.tsx'), alsoWords('version')])
  return routes
}
const importing = async () => {
  const [route] = await Promise.all([import('./import-route.tsx'), alsoWords('exchange')])
  return route
}
const door = () => import('./door-routes.tsx')

export const ROUTES: readonly RouteLine[] = [
  line('/sign-in', 'anyone', 'door', async () => (await door()).SignInRoute),
  line('/sign-up', 'anyone', 'door', async () => (await door()).SignUpRoute),
  line('/join', 'anyone', 'door', async () => (await door()).JoinRoute),
  line('/join/:code', 'anyone', 'door', async () => (await door()).JoinRoute),
  line('/home', 'member', 'shell', async () => (await import('../boards/home-page.tsx')).HomePage),
  line('/welcome', 'member', 'shell', async () => (await import('../boards/welcome-page.tsx')).WelcomePage),
  line('/new', 'member', 'shell', async () => (await import('../boards/create-board-page.tsx')).CreateBoardPage),
  line(
    '/b/:boardId/settings',
    'member',
    'shell',
    async () => (await import('./board-settings-route.tsx')).BoardSettingsRoute,
  ),
  line('/b/:boardId/import', 'member', 'shell', async () => (await importing()).ImportRoute),
  line('/b/:boardId/versions', 'person', 'shell', async () => (await versions()).BoardVersionsRoute),
  line('/b/:boardId', 'person', 'shell', async () => (await import('./board-route.tsx')).BoardRoute),
  line('/b/:boardId/present', 'person', 'bare', async () => (await import('./projector-route.tsx')).ProjectorRoute),
  line('/i/:ideaId', 'person', 'shell', async () => (await import('./idea-route.tsx')).IdeaRoute),
  line('/i/:ideaId/versions', 'person', 'shell', async () => (await versions()).ProposalVersionsRoute),
  line('/inbox', 'member', 'shell', async () => (await import('./inbox-route.tsx')).InboxRoute),
  line('/profile', 'person', 'shell', async () => (await import('../people/profile-page.tsx')).ProfilePage),
  line('/admin', 'admin', 'shell', async () => (await import('../people/admin-page.tsx')).AdminPage),
]

/** The line an address belongs to. */
export function routeAt(pathname: string): RouteLine | undefined {
  return ROUTES.find(({ path }) => matchPath(path, pathname))
}
