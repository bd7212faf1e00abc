// The bad network must itself be reliable: a fault test that passes because nothing was broken proves nothing.
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Proxy, startProxy } from '../../support/proxy.ts'
import { until } from '../../support/until.ts'

let echo: Server
let wire: Proxy
let client: { socket: Socket; heard: () => string; fate: () => 'open' | 'ended' | 'reset' }

beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => socket.write(chunk))
    socket.on('end', () => socket.end('bye'))
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  const address = echo.address()
  wire = await startProxy({ port: typeof address === 'object' && address ? address.port : 0 })
  client = await join(wire.port)
})

afterEach(async () => {
  client.socket.destroy()
  await wire.close()
  await new Promise((resolve) => echo.close(resolve))
})

async function join(port: number): Promise<typeof client> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let heard = ''
  let fate: 'open' | 'ended' | 'reset' = 'open'
  socket.on('data', (chunk) => {
    heard += chunk.toString()
  })
  socket.on('end', () => {
    fate = 'ended'
  })
  socket.on('error', () => {
    fate = 'reset'
  })
  // A refused newcomer is reset before it is told that it connected.
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()))
  return { socket, heard: () => heard, fate: () => fate }
}

test('carries bytes both ways and counts them', async () => {
  client.socket.write('hello')
  await until(() => client.heard() === 'hello', 'the echo')
  expect(wire.bytes).toEqual({ up: 5, down: 5 })
})

test('a frozen wire carries nothing and closes nothing, and a thaw delivers all of it in order', async () => {
  wire.freeze('down')
  client.socket.write('one ')
  await until(() => wire.bytes.up === 4, 'the bytes to reach the server')
  client.socket.write('two')
  await until(() => wire.bytes.up === 7, 'the rest to reach the server')
  expect(client.heard()).toBe('')
  expect(client.fate()).toBe('open')
  wire.thaw()
  await until(() => client.heard() === 'one two', 'everything held back')
})

test('cutAfter lets exactly that many bytes through, then resets', async () => {
  wire.cutAfter(3, 'down')
  client.socket.write('hello')
  // Node reports a reset right behind data as an end.
  await until(() => client.fate() !== 'open', 'the reset')
  expect(client.heard()).toBe('hel')
  expect(wire.bytes.down).toBe(3)
  expect(wire.connections).toBe(0)
})

test('reset is seen as a reset, and new connections still work', async () => {
  wire.reset()
  await until(() => client.fate() === 'reset', 'the reset')
  client = await join(wire.port)
  client.socket.write('again')
  await until(() => client.heard() === 'again', 'the echo on the new connection')
})

test('half-close passes one FIN; the other direction goes on', async () => {
  wire.halfClose('down')
  await until(() => client.fate() === 'ended', 'the FIN')
  client.socket.write('still here')
  await until(() => wire.bytes.up === 10, 'the bytes after the FIN')
})

test('a refusing wire resets newcomers', async () => {
  wire.refuse(true)
  const late = await join(wire.port)
  await until(() => late.fate() === 'reset', 'the refusal')
})

test('a client that ends is answered to the last byte', async () => {
  wire.delay(5)
  client.socket.end('last')
  await until(() => client.heard() === 'lastbye' && client.fate() === 'ended', 'the last words')
})
