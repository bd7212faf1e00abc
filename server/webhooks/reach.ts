// Owns sending to an address somebody typed (FAULTS F100): never to this machine, its neighbours or a cloud's own services,
// whatever a name resolves to; to the very address that was judged, so that a name cannot change its mind in between; no
// redirects; and no more patience, nor memory, than said here.

import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { WEBHOOK_ANSWER_MAX_BYTES, WEBHOOK_ANSWER_MAX_MS } from '../../shared/limits.ts'

export interface Resolved {
  address: string
  family: number
}

export interface Reaching {
  /** Programs on this very machine may be told, also over http. Only a test says so. */
  loopback: boolean
  /** Every address of a name. */
  resolve?: (name: string) => Promise<Resolved[]>
  maxMs?: number
}

export type Reached =
  | { status: number; tookMs: number; problem: null }
  | { status: number | null; tookMs: number; problem: Problem }
export type Problem =
  | 'not-found'
  | 'private-address'
  | 'needs-https'
  | 'too-slow'
  | 'unreachable'
  | 'refused'
  | 'redirected'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** What is no place of the public internet (IANA's special-purpose registries). */
const PRIVATE = new BlockList()
/** Apart: a list takes an IPv4 address for one in ::ffff:0:0/96, too. */
const PRIVATE_6 = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  // Everything but 2000::/3 is for special purposes, an IPv4 address in whatever clothes among them.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  PRIVATE_6.addSubnet(net, bits, 'ipv6')
}

export function isLoopback(address: string): boolean {
  const plain = unmapped(address)
  return LOOPBACK.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** What is no address at all counts as private: nothing is sent where nobody knows. */
export function isPrivate(address: string): boolean {
  const plain = unmapped(address)
  const family = isIP(plain)
  if (family === 4) return PRIVATE.check(plain, 'ipv4')
  return family === 0 || PRIVATE_6.check(plain, 'ipv6')
}

/** An IPv4 address in IPv6's clothes is that IPv4 address, in either way of writing it. */
function unmapped(address: string): string {
  const [bare = ''] = address.split('%')
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (dotted !== undefined) return dotted
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare) ?? []
  if (high === undefined || low === undefined) return bare
  const bits = [parseInt(high, 16), parseInt(low, 16)]
  return bits.flatMap((half) => [half >> 8, half & 255]).join('.')
}

type Judged = { to: Resolved } | { problem: Problem }

/** The one address to connect to; a name with a single private address among its many is not spoken to at all. */
async function judge(url: URL, { loopback, resolve = everyAddress }: Reaching): Promise<Judged> {
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const literal = isIP(name)
  const found = literal === 0 ? await resolve(name).catch(() => []) : [{ address: name, family: literal }]
  const [first] = found
  if (!first) return { problem: 'not-found' }
  const ownMachine = loopback && found.every(({ address }) => isLoopback(address))
  if (url.protocol !== 'https:' && !ownMachine) return { problem: 'needs-https' }
  if (!ownMachine && found.some(({ address }) => isPrivate(address))) return { problem: 'private-address' }
  return { to: first }
}

const everyAddress = (name: string) => lookup(name, { all: true, verbatim: true })

/** One try. Never throws. */
export async function reach(
  address: string,
  message: { body: string; headers: Record<string, string> },
  reaching: Reaching,
): Promise<Reached> {
  const startedAt = performance.now()
  const deadline = AbortSignal.timeout(reaching.maxMs ?? WEBHOOK_ANSWER_MAX_MS)
  const late = new Promise<'too-slow'>((resolve) =>
    deadline.addEventListener('abort', () => resolve('too-slow'), { once: true }),
  )
  const took = () => Math.round(performance.now() - startedAt)
  const url = new URL(address)
  const judged = await Promise.race([judge(url, reaching), late])
  if (judged === 'too-slow') return { status: null, tookMs: took(), problem: 'too-slow' }
  if ('problem' in judged) return { status: null, tookMs: took(), problem: judged.problem }
  const status = await Promise.race([post(url, judged.to, message, deadline), late])
  if (typeof status !== 'number') return { status: null, tookMs: took(), problem: status }
  if (status >= 200 && status < 300) return { status, tookMs: took(), problem: null }
  return { status, tookMs: took(), problem: status >= 300 && status < 400 ? 'redirected' : 'refused' }
}

function post(
  url: URL,
  to: Resolved,
  { body, headers }: { body: string; headers: Record<string, string> },
  signal: AbortSignal,
): Promise<number | Problem> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        agent: false,
        signal,
        // The name is asked once: what was judged is what is connected to.
        lookup: (_name, options, found) => (options.all ? found(null, [to]) : found(null, to.address, to.family)),
      },
      (response) => {
        // The status is all there is to know; what a receiver says besides is let go, and not without end.
        resolve(response.statusCode ?? 0)
        let bytes = 0
        response.on('error', () => undefined)
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > WEBHOOK_ANSWER_MAX_BYTES) response.destroy()
        })
      },
    )
    sent.on('error', () => resolve(signal.aborted ? 'too-slow' : 'unreachable'))
    sent.end(body)
  })
}
