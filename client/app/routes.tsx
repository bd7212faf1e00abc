// Owns the table of addresses: which page, in which frame, for whom. Every page is its own script, loaded when its address
// is opened. A room adds its line here; where a page needs another room's part, a `<noun>-route.tsx` beside this file
// puts them together.

import { type ComponentType, lazy, type ReactNode } from 'react'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { matchAddress, type Said } from '../live/address.ts'

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

const versions = async () => {
  const [pages] = await Promise.all([import('../versions/versions-page.tsx'), alsoWords('version')])
  return pages
}
const importing = async () => {
  const [page] = await Promise.all([import('../exchange/import-page.tsx'), alsoWords('exchange')])
  return page
}
const presenting = async () => {
  const [page] = await Promise.all([import('./present-route.tsx'), alsoWords('session'), alsoWords('discussion')])
  return page
}
const remote = async () => {
  const [page] = await Promise.all([import('./control-route.tsx'), alsoWords('session'), alsoWords('discussion')])
  return page
}
const minutes = async () => {
  const [page] = await Promise.all([import('./minutes-route.tsx'), alsoWords('discussion')])
  return page
}
const settings = async () => {
  const [page] = await Promise.all([import('./settings-route.tsx'), alsoWords('lead')])
  return page
}
const admin = async () => {
  const [page] = await Promise.all([import('./admin-route.tsx'), alsoWords('lead'), alsoWords('organisation')])
  return page
}
const organisation = async () => {
  const [page] = await Promise.all([import('../organisation/organisation-page.tsx'), alsoWords('organisation')])
  return page
}
const answering = async () => {
  const [page] = await Promise.all([import('../organisation/answering-page.tsx'), alsoWords('organisation')])
  return page
}
const desk = async () => {
  const [page] = await Promise.all([import('./desk-route.tsx'), alsoWords('case'), alsoWords('organisation')])
  return page
}
const outcomes = async () => {
  const [page] = await Promise.all([import('../outcomes/outcomes-page.tsx'), alsoWords('outcome'), alsoWords('case')])
  return page
}
const goals = async () => {
  const [pages] = await Promise.all([import('./goal-routes.tsx'), alsoWords('goal')])
  return pages
}
const inbox = async () => {
  const [page] = await Promise.all([import('./inbox-route.tsx'), alsoWords('inbox')])
  return page
}
const told = async () => {
  const [pages] = await Promise.all([import('./told-routes.tsx'), alsoWords('inbox'), alsoWords('case')])
  return pages
}
const webhooks = async () => {
  const [page] = await Promise.all([import('../webhooks/webhooks-page.tsx'), alsoWords('webhook')])
  return page
}
const profile = async () => {
  const [page] = await Promise.all([import('./profile-route.tsx'), alsoWords('inbox'), alsoWords('organisation')])
  return page
}
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
  line('/b/:boardId/settings', 'member', 'shell', async () => (await settings()).SettingsRoute),
  line('/b/:boardId/import', 'member', 'shell', async () => (await importing()).ImportPage),
  line('/b/:boardId/versions', 'person', 'shell', async () => (await versions()).BoardVersionsPage),
  line('/b/:boardId/minutes', 'person', 'shell', async () => (await minutes()).MinutesRoute),
  line(
    '/b/:boardId/minutes/:sessionId/versions',
    'person',
    'shell',
    async () => (await versions()).MinutesVersionsPage,
  ),
  line('/b/:boardId', 'person', 'shell', async () => (await import('./board-route.tsx')).BoardRoute),
  line('/b/:boardId/present', 'person', 'bare', async () => (await presenting()).PresentRoute),
  line('/b/:boardId/control', 'person', 'bare', async () => (await remote()).ControlRoute),
  line('/i/:ideaId', 'person', 'shell', async () => (await import('./idea-route.tsx')).IdeaRoute),
  line('/i/:ideaId/versions', 'person', 'shell', async () => (await versions()).ProposalVersionsPage),
  line('/outcomes', 'member', 'shell', async () => (await outcomes()).OutcomesPage),
  line('/desk', 'member', 'shell', async () => (await desk()).DeskRoute),
  line('/inbox', 'member', 'shell', async () => (await inbox()).InboxRoute),
  line('/goals', 'member', 'shell', async () => (await goals()).GoalsRoute),
  line('/goals/:goalId', 'member', 'shell', async () => (await goals()).GoalRoute),
  line('/profile', 'person', 'shell', async () => (await profile()).ProfileRoute),
  line('/webhooks', 'admin', 'shell', async () => (await webhooks()).WebhooksPage),
  line('/answer/:token', 'anyone', 'door', async () => (await told()).AnswerRoute),
  line('/unsubscribe/:token', 'anyone', 'door', async () => (await told()).StopRoute),
  line('/organisation', 'admin', 'shell', async () => (await organisation()).OrganisationPage),
  line('/answering', 'member', 'shell', async () => (await answering()).AnsweringPage),
  line('/admin', 'admin', 'shell', async () => (await admin()).AdminRoute),
]

/** The line an address belongs to. */
export function routeAt(pathname: string): RouteLine | undefined {
  return ROUTES.find(({ path }) => matchAddress(path, pathname))
}
