// Owns: whose page may talk to us, and whose address a request comes from.
import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { addressOf, createOriginChecks, hostOf, protocolOf } from '../../../server/gateway/origin.ts'

function from(headers: Record<string, string>, remoteAddress = '10.0.0.1'): IncomingMessage {
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage
}
const HOST = 'kiem.office:3000'
const OWN = `http://${HOST}`

describe('without PUBLIC_URL the page must come from the host it asks', () => {
  const checks = createOriginChecks({ publicUrl: null, trustProxyHops: 0 })
  test.each([
    [OWN, true],
    [`https://${HOST}`, true], // a proxy of ours speaks https for us
    ['http://kiem.office', false],
    ['http://kiem.office:3001', false],
    [`${OWN}.evil.example`, false],
    [`http://${HOST}@evil.example`, false],
    [`http://evil.example/${HOST}`, false],
    [`file://${HOST}`, false],
    [`${OWN}/`, false],
    ['null', false],
    ['', false],
  ])('%s: %s', (origin, allowed) => {
    expect(checks.socketAllowed(from({ host: HOST, origin }))).toBe(allowed)
    expect(checks.unsafeAllowed(from({ host: HOST, origin }))).toBe(allowed)
  })

  test('a socket always tells its origin; a program that posts need not', () => {
    expect(checks.socketAllowed(from({ host: HOST }))).toBe(false)
    expect(checks.unsafeAllowed(from({ host: HOST }))).toBe(true)
    expect(checks.unsafeAllowed(from({ host: HOST, 'sec-fetch-site': 'cross-site' }))).toBe(false)
  })
})

test('with PUBLIC_URL it alone is ours, whatever Host says', () => {
  const checks = createOriginChecks({ publicUrl: 'https://kiem.example.org', trustProxyHops: 0 })
  expect(checks.socketAllowed(from({ host: 'evil.example', origin: 'https://evil.example' }))).toBe(false)
  expect(checks.socketAllowed(from({ host: 'inside', origin: 'https://kiem.example.org' }))).toBe(true)
  expect(checks.socketAllowed(from({ host: 'inside', origin: 'http://kiem.example.org' }))).toBe(false)
})

describe('F66 whose address', () => {
  const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 3.3.3.3' }
  test('without trusted proxies the socket’s own, whatever the header says', () => {
    expect(addressOf(from(headers), 0)).toBe('10.0.0.1')
    expect(addressOf(from({}, '::ffff:192.0.2.1'), 0)).toBe('192.0.2.1')
  })
  test('behind proxies of ours the one that the outermost saw', () => {
    expect(addressOf(from(headers), 1)).toBe('3.3.3.3')
    expect(addressOf(from(headers), 2)).toBe('2.2.2.2')
    expect(addressOf(from({}), 2)).toBe('10.0.0.1')
    expect(addressOf(from({ 'x-forwarded-for': '3.3.3.3' }), 2)).toBe('3.3.3.3')
  })
  test('forwarded host and protocol count only behind a trusted proxy', () => {
    const told = { host: 'inside:3000', 'x-forwarded-host': 'Kiem.example.org', 'x-forwarded-proto': 'https' }
    expect([hostOf(from(told), 0), protocolOf(from(told), 0)]).toEqual(['inside:3000', 'http'])
    expect([hostOf(from(told), 1), protocolOf(from(told), 1)]).toEqual(['kiem.example.org', 'https'])
  })
})
