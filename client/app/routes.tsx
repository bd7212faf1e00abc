// Owns the table of addresses: which page, in which frame, for whom. Every page is its own script, loaded when its address
// is opened. A room adds its line here, and what few people open its loading to later-pages.ts; where a page needs another room's part, a `<noun>-route.tsx` beside this file
// puts them together.

import { type ComponentType, type ReactNode } from 'react'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { matchAddress, type Said } from '../live/address.ts'
import { lazy } from '../ui/lazy.ts'

/** `anyone`: no session needed. `person`: an account or a guest. `member`: an account. `admin`: that role. */
export type Who = 'anyone' | 'person' | 'member' | 'admin'
/** `shell`: with the header. `door`: small and centred, for getting in. `bare`: the page has the whole screen. */
export type Frame = 'shell' | 'door' | 'bare'

export interface RouteLine {
  path: string
  who: Who
  frame: Frame
  /** The page for an address of this line, null for any other address. */
  page: (pathname: string) => ReactNode
  /** Fetches the page's script ahead of time. */
  load: () => Promise<unknown>
}

/** What addresses speak of. Whether there is such a board or idea the page itself finds out. */
interface Parts {
  boardId: BoardId
  ideaId: IdeaId
  sessionId: string
  goalId: string
  code: string
  token: string
}
type PartsOf<Path extends string> = Pick<Parts, keyof Said<Path> & keyof Parts>

function line<Path extends string>(
  path: Path,
  who: Who,
  frame: Frame,
  load: () => Promise<ComponentType<PartsOf<Path>>>,
): RouteLine {
  const LatePage = lazy(async () => ({ default: await load() }))
  const page = (pathname: string) => {
    const said = matchAddress(path, pathname)
    return said && <LatePage {...(said as PartsOf<Path>)} />
  }
  return { path, who, frame, load, page }
}

const presenting = async () => {
  const [page] = await Promise.all([import('./present-route.tsx'), alsoWords('session'), alsoWords('discussion')])
  return page
}
const remote = async () => {
  const [page] = await Promise.all([import('./control-route.tsx'), alsoWords('session'), alsoWords('discussion')])
  return page
}
const later = () => import('./later-pages.ts')
const door = () => import('./door-routes.tsx')
const joining = async () => (await import('./join-route.tsx')).JoinRoute

export const ROUTES: readonly RouteLine[] = [
  line('/sign-in', 'anyone', 'door', async () => (await door()).SignInRoute),
  line('/sign-up', 'anyone', 'door', async () => (await door()).SignUpRoute),
  line('/join', 'anyone', 'door', joining),
  line('/join/:code', 'anyone', 'door', joining),
  line('/home', 'member', 'shell', async () => (await import('../boards/home-page.tsx')).HomePage),
  line('/welcome', 'member', 'shell', async () => (await import('../boards/welcome-page.tsx')).WelcomePage),
  line('/new', 'member', 'shell', async () => (await import('../boards/create-board-page.tsx')).CreateBoardPage),
  line('/b/:boardId/settings', 'member', 'shell', async () => (await later()).settings()),
  line('/b/:boardId/import', 'member', 'shell', async () => (await later()).importing()),
  line('/b/:boardId/versions', 'person', 'shell', async () => (await later()).boardVersions()),
  line('/b/:boardId/minutes', 'person', 'shell', async () => (await later()).minutes()),
  line('/b/:boardId/minutes/:sessionId/versions', 'person', 'shell', async () => (await later()).minutesVersions()),
  line('/b/:boardId', 'person', 'shell', async () => (await import('./board-route.tsx')).BoardRoute),
  line('/b/:boardId/present', 'person', 'bare', async () => (await presenting()).PresentRoute),
  line('/b/:boardId/control', 'person', 'bare', async () => (await remote()).ControlRoute),
  line('/i/:ideaId', 'person', 'shell', async () => (await import('./idea-route.tsx')).IdeaRoute),
  line('/i/:ideaId/versions', 'person', 'shell', async () => (await later()).proposalVersions()),
  line('/outcomes', 'member', 'shell', async () => (await later()).outcomes()),
  line('/desk', 'member', 'shell', async () => (await later()).desk()),
  line('/inbox', 'member', 'shell', async () => (await later()).inbox()),
  line('/goals', 'member', 'shell', async () => (await later()).goals()),
  line('/goals/:goalId', 'member', 'shell', async () => (await later()).goal()),
  line('/profile', 'person', 'shell', async () => (await later()).profile()),
  line('/webhooks', 'admin', 'shell', async () => (await later()).webhooks()),
  line('/answer/:token', 'anyone', 'door', async () => (await later()).answer()),
  line('/unsubscribe/:token', 'anyone', 'door', async () => (await later()).unsubscribe()),
  line('/organisation', 'admin', 'shell', async () => (await later()).organisation()),
  line('/answering', 'member', 'shell', async () => (await later()).answering()),
  line('/admin', 'admin', 'shell', async () => (await later()).admin()),
]

/** The line an address belongs to. */
export function routeAt(pathname: string): RouteLine | undefined {
  return ROUTES.find(({ path }) => matchAddress(path, pathname))
}
