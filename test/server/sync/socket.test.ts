// Owns: that ready-made frames are what a WebSocket client reads, among the messages `ws` itself sends.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { FramedSocket, framed, joinedFrames, Shared } from '../../../server/sync/socket.ts'

const endings: (() => void)[] = []
afterEach(() => endings.splice(0).forEach((end) => end()))

/** A server's socket and the client at its other end. */
async function pair(): Promise<{ socket: FramedSocket; client: WebSocket; heard: Uint8Array[] }> {
  const http = createServer()
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const opened = new Promise<FramedSocket>((resolve) => {
    http.on('upgrade', (request, stream, head) => {
      sockets.handleUpgrade(request, stream, head, (one) => resolve(new FramedSocket(one, stream)))
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  endings.push(() => {
    client.terminate()
    http.close()
  })
  const heard: Uint8Array[] = []
  client.on('message', (data: Buffer) => heard.push(new Uint8Array(data)))
  await new Promise((resolve) => client.once('open', resolve))
  return { socket: await opened, client, heard }
}

const message = (length: number) => Uint8Array.from({ length }, (_, n) => (n * 7 + length) % 256)

describe('ready-made frames', () => {
  test('every length arrives as it was, in order with what ws sends', async () => {
    const { socket, heard } = await pair()
    const messages = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000].map(message)
    for (const [n, one] of messages.entries()) {
      if (n % 2 === 0) socket.sendFramed(framed(one))
      else socket.send(one)
    }
    socket.sendFramed(joinedFrames(messages.map(framed)))
    await vi.waitFor(() => expect(heard).toHaveLength(messages.length * 2))
    // A thousand times faster than comparing number by number.
    expect(Buffer.concat(heard).equals(Buffer.concat([...messages, ...messages]))).toBe(true)
    expect(heard.map(({ length }) => length)).toEqual([...messages, ...messages].map(({ length }) => length))
  })

  test('one frame for many is made once', () => {
    const shared = new Shared(message(500))
    expect(shared.framed).toBe(shared.framed)
    expect(shared.framed).toEqual(framed(shared.message))
  })

  test('S20 what a peer does not read counts as queued', async () => {
    const { socket, client } = await pair()
    client.pause()
    const frame = framed(message(1_000_000))
    for (let n = 0; n < 40; n++) socket.sendFramed(frame)
    expect(socket.bufferedAmount).toBeGreaterThan(1_000_000)
  })

  test('after the last word of a connection there is nothing more', async () => {
    const { socket, client, heard } = await pair()
    socket.sendFramed(framed(Uint8Array.of(1)))
    socket.close(4403, 'enough')
    const [code] = await new Promise<[number]>((resolve) => client.once('close', (code) => resolve([code])))
    expect(code).toBe(4403)
    expect(heard).toEqual([Uint8Array.of(1)])
  })
})
