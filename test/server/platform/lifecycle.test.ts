// The process stops in order and in time, and a rejection nobody handled does not end it (F16).
import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { createLifecycle, watchProcess } from '../../../server/platform/lifecycle.ts'
import { createLog } from '../../../server/platform/log.ts'
import { silent } from './support.ts'

afterEach(() => {
  vi.useRealTimers()
})

function fakeProcess() {
  const exits: number[] = []
  const emitter = new EventEmitter()
  const exit = (code?: number) => void exits.push(code ?? 0)
  return { exits, emitter, process: Object.assign(emitter, { exit }) as unknown as NodeJS.Process }
}

test('what was started last stops first, each after the one before', async () => {
  const lifecycle = createLifecycle({ log: silent })
  const order: string[] = []
  for (const name of ['database', 'outbox', 'http']) {
    lifecycle.onStop(name, async () => {
      order.push(`${name} stops`)
      await Promise.resolve()
      order.push(`${name} stopped`)
    })
  }
  expect(await lifecycle.stop('test')).toBe(true)
  expect(order).toEqual([
    'http stops',
    'http stopped',
    'outbox stops',
    'outbox stopped',
    'database stops',
    'database stopped',
  ])
})

test('it stops once, however often it is asked', async () => {
  const lifecycle = createLifecycle({ log: silent })
  const stop = vi.fn()
  lifecycle.onStop('part', stop)
  await Promise.all([lifecycle.stop('a'), lifecycle.stop('b')])
  expect(stop).toHaveBeenCalledTimes(1)
  expect(lifecycle.stopping).toBe(true)
})

test('a part that fails or hangs does not keep the others from stopping', async () => {
  vi.useFakeTimers()
  const lifecycle = createLifecycle({ log: silent, deadlineMs: 1_000 })
  const stopped: string[] = []
  lifecycle.onStop('database', () => void stopped.push('database'))
  lifecycle.onStop('hangs', () => new Promise(() => undefined))
  lifecycle.onStop('fails', () => Promise.reject(new Error('no')))
  lifecycle.onStop('throws', () => {
    throw new Error('no')
  })
  const well = lifecycle.stop('test')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await well).toBe(false)
  expect(stopped).toEqual(['database'])
})

test('SIGTERM stops and exits with 0; a second signal exits at once', async () => {
  const { process, exits } = fakeProcess()
  const lifecycle = createLifecycle({ log: silent })
  let release = () => {}
  lifecycle.onStop('part', () => new Promise<void>((resolve) => (release = resolve)))
  const unwatch = watchProcess({ lifecycle, log: silent, process })
  process.emit('SIGTERM', 'SIGTERM')
  await vi.waitFor(() => expect(lifecycle.stopping).toBe(true))
  expect(exits).toEqual([])
  process.emit('SIGINT', 'SIGINT')
  expect(exits).toEqual([1])
  release()
  await vi.waitFor(() => expect(exits).toEqual([1, 0]))
  unwatch()
  expect(process.eventNames()).toEqual([])
})

test('F16 an unhandled rejection is logged and counted, and the process lives', () => {
  const { process, exits, emitter } = fakeProcess()
  const lines: string[] = []
  const onUnhandled = vi.fn()
  const log = createLog('error', { write: (line) => void lines.push(line) })
  const lifecycle = createLifecycle({ log })
  watchProcess({ lifecycle, log, process, onUnhandled })
  emitter.emit('unhandledRejection', new Error('forgotten'))
  expect(lines.join()).toContain('forgotten')
  expect(onUnhandled).toHaveBeenCalledWith('rejection')
  expect(exits).toEqual([])
  expect(lifecycle.stopping).toBe(false)
})

test('an exception nobody caught stops in order and exits with 1', async () => {
  const { process, exits, emitter } = fakeProcess()
  const lifecycle = createLifecycle({ log: silent })
  const stop = vi.fn()
  lifecycle.onStop('part', stop)
  watchProcess({ lifecycle, log: silent, process })
  emitter.emit('uncaughtException', new Error('bug'))
  await vi.waitFor(() => expect(exits).toEqual([1]))
  expect(stop).toHaveBeenCalledTimes(1)
})
