// A part whose script did not come: without a network it is waited for, with one the failure is said.
import { afterEach, expect, test, vi } from 'vitest'
import { patiently } from '../../../client/ui/lazy.ts'

afterEach(() => vi.unstubAllGlobals())

const scripts = (...answers: (string | Error)[]) =>
  vi.fn(() => {
    const next = answers.shift()
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
  })

test('without a network a script is loaded again as soon as there is one, as often as it takes', async () => {
  const network = new EventTarget()
  vi.stubGlobal('addEventListener', network.addEventListener.bind(network))
  vi.stubGlobal('navigator', { onLine: false })
  const load = scripts(new Error('cut'), new Error('cut again'), 'here')
  const part = patiently(load)
  await vi.waitFor(() => {
    network.dispatchEvent(new Event('online'))
    expect(load).toHaveBeenCalledTimes(3)
  })
  expect(await part).toBe('here')
})

test('with a network a script that does not come is missing', async () => {
  vi.stubGlobal('navigator', { onLine: true })
  const load = scripts(new Error('gone'), 'never asked')
  await expect(patiently(load)).rejects.toThrow('gone')
  expect(load).toHaveBeenCalledTimes(1)
})
