// Owns: how the built program starts and stops as a process: what it says, what it keeps, what it refuses.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { signIn, signUp } from '../support/people.ts'
import { launchServer, serverCommand, startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'

test('SIGTERM drains: the process ends by itself with 0, and what was acknowledged is there after a restart', async () => {
  const server = await startServer()
  const ada = await signUp(server.url, 'ada')
  const { boardId } = await ada.must('board.create', { title: 'Kept' })
  const board = await ada.board(boardId)
  server.signal('SIGTERM')
  expect(await server.exited).toEqual({ code: 0, signal: null })
  board.close()

  await server.restart()
  const again = await signIn(server.url, 'ada')
  expect(await again.read(`/api/boards/${boardId}`)).toMatchObject({ title: 'Kept' })
  await again.close()
  expect(await server.stop()).toEqual({ code: 0, signal: null })
})

test('kill -9 of the server loses nothing that a command acknowledged', async () => {
  const server = await startServer()
  const ada = await signUp(server.url, 'ada')
  const { boardId } = await ada.must('board.create', { title: 'Hard' })
  await server.kill('SIGKILL')
  await server.restart()
  // The session, too, was acknowledged.
  expect(await ada.read(`/api/boards/${boardId}`)).toMatchObject({ title: 'Hard' })
  await ada.close()
  await server.stop()
})

test('F9 a second process on the same folder is refused by a message that names the holder', async () => {
  const server = await startServer()
  const second = launchServer(await serverCommand(false), { PORT: '0', HOST: '127.0.0.1', DATA_DIR: server.dataDir })
  const { code } = await second.exited
  expect(code).toBe(1)
  expect(second.output()).toContain(String(server.pid))
  expect(second.output()).not.toMatch(/\n\s+at /)
  const ada = await signUp(server.url, 'ada')
  await ada.close()
  await server.stop()
})

test('F107 wrong settings stop the start with one message that names each of them', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'kiem-data-'))
  const server = launchServer(await serverCommand(false), { PORT: 'three', LOG_LEVEL: 'loud', DATA_DIR: dataDir })
  const { code } = await server.exited
  expect(code).toBe(1)
  expect(server.output()).toMatch(/PORT: .*three[\s\S]*LOG_LEVEL: .*loud/)
  await rm(dataDir, { recursive: true })
})

test('the first start makes its own database and says who becomes admin', async () => {
  const server = await startServer({ firstStart: true })
  await until(() => server.output().includes('it becomes the admin'), 'the sentence about the first account')
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  await server.stop()
})
