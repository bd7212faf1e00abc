// Owns the pages few people open, each with its words: where they are is not known to the first page of a phone, which pays
// for every line of it. A page that is opened in a session stays in routes.tsx.

import { alsoWords } from '../i18n/i18n.ts'

async function withWords<Page>(page: Promise<Page>, ...words: Parameters<typeof alsoWords>[0][]): Promise<Page> {
  const [loaded] = await Promise.all([page, ...words.map(alsoWords)])
  return loaded
}

const versions = () => withWords(import('../versions/versions-page.tsx'), 'version')
export const boardVersions = async () => (await versions()).BoardVersionsPage
export const minutesVersions = async () => (await versions()).MinutesVersionsPage
export const proposalVersions = async () => (await versions()).ProposalVersionsPage

export const importing = async () => (await withWords(import('../exchange/import-page.tsx'), 'exchange')).ImportPage
export const minutes = async () => (await withWords(import('./minutes-route.tsx'), 'discussion')).MinutesRoute
export const settings = async () => (await withWords(import('./settings-route.tsx'), 'lead')).SettingsRoute
export const admin = async () =>
  (await withWords(import('./admin-route.tsx'), 'lead', 'organisation', 'webhook')).AdminRoute
export const webhooks = async () => (await withWords(import('../webhooks/webhooks-page.tsx'), 'webhook')).WebhooksPage

export const organisation = async () =>
  (await withWords(import('../organisation/organisation-page.tsx'), 'organisation')).OrganisationPage
export const answering = async () =>
  (await withWords(import('../organisation/answering-page.tsx'), 'organisation')).AnsweringPage
export const profile = async () =>
  (await withWords(import('./profile-route.tsx'), 'inbox', 'organisation')).ProfileRoute

export const desk = async () =>
  (await withWords(import('./desk-route.tsx'), 'case', 'outcome', 'organisation')).DeskRoute
export const outcomes = async () =>
  (await withWords(import('../outcomes/outcomes-page.tsx'), 'outcome', 'case')).OutcomesPage
export const inbox = async () => (await withWords(import('./inbox-route.tsx'), 'inbox')).InboxRoute

const told = () => withWords(import('./told-routes.tsx'), 'inbox', 'case')
export const answer = async () => (await told()).AnswerRoute
export const unsubscribe = async () => (await told()).StopRoute

const goalPages = () => withWords(import('./goal-routes.tsx'), 'goal', 'outcome', 'organisation')
export const goals = async () => (await goalPages()).GoalsRoute
export const goal = async () => (await goalPages()).GoalRoute
