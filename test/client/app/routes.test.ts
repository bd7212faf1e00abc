import { expect, test } from 'vitest'
import { ROUTES, routeAt } from '../../../client/app/routes.tsx'

test('every address has one page', () => {
  const paths = ROUTES.map(({ path }) => path)
  expect(paths.filter((path, place) => paths.indexOf(path) !== place)).toEqual([])
})

test('an address finds its own line, also under another one', () => {
  expect(routeAt('/b/board-one')?.path).toBe('/b/:boardId')
  expect(routeAt('/b/board-one/present')?.path).toBe('/b/:boardId/present')
  expect(routeAt('/b/board-one/minutes/session-one/versions')?.path).toBe('/b/:boardId/minutes/:sessionId/versions')
  expect(routeAt('/join/K7M2QP')?.path).toBe('/join/:code')
  expect(routeAt('/nowhere')).toBeUndefined()
})

test('only the ways in, and what a link in a mail leads to, are open to anyone', () => {
  const open = ROUTES.filter(({ who }) => who === 'anyone').map(({ path }) => path)
  expect(open).toEqual(['/sign-in', '/sign-up', '/join', '/join/:code', '/answer/:token', '/unsubscribe/:token'])
})
