// A part whose script did not come: without a network or a server it is waited for, with both the failure is said.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { patiently } from '../../../client/ui/lazy.ts'

const network = new EventTarget()
const listens = vi.spyOn(network, 'addEventListener')
const leaves = vi.spyOn(network, 'removeEventListener')
const health = vi.fn<() => Promise<{ status: number }>>()

beforeEach(() => {
  vi.useFakeTimers()
  for (const spy of [health, listens, leaves]) spy.mockClear()
  health.mockReset()
  vi.stubGlobal('fetch', health)
  for (const name of ['addEventListener', 'removeEventListener'] as const)
    vi.stubGlobal(name, network[name].bind(network))
  vi.stubGlobal('navigator', { onLine: true })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const scripts = (...answers: (string | Error)[]) =>
  vi.fn(() => {
    const next = answers.shift()
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
  })

test('without a network a script is loaded again as soon as there is one, as often as it takes', async () => {
  vi.stubGlobal('navigator', { onLine: false })
  const load = scripts(new Error('cut'), new Error('cut again'), 'here')
  const part = patiently(load)
  await vi.waitFor(() => {
    network.dispatchEvent(new Event('online'))
    expect(load).toHaveBeenCalledTimes(3)
  })
  expect(await part).toBe('here')
  expect(health).not.toHaveBeenCalled()
})

test('while the server is away, or only a proxy answers for it, a script is waited for', async () => {
  health
    .mockRejectedValueOnce(new TypeError('refused'))
    .mockResolvedValueOnce({ status: 502 })
    .mockResolvedValue({ status: 200 })
  const load = scripts(new Error('cut'), new Error('cut'), new Error('a moment too early'), 'here')
  const part = patiently(load)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await part).toBe('here')
  expect(load).toHaveBeenCalledTimes(4)
  // However long it is away, nothing is left listening.
  expect([listens, leaves].map((spy) => spy.mock.calls.length)).toEqual([2, 2])
})

test('a script that does not come from a server that answers is missing', async () => {
  health.mockResolvedValue({ status: 200 })
  const load = scripts(new Error('gone'), new Error('gone for good'), 'never asked')
  await expect(patiently(load)).rejects.toThrow('gone for good')
  expect(load).toHaveBeenCalledTimes(2)
})
