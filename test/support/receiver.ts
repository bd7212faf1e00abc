// Owns: another program's end of a webhook: a real HTTP server on loopback that takes what it is sent, or behaves badly.
//
//   const receiver = await openReceiver()
//   receiver.url; receiver.requests          // { path, headers, body }
//   receiver.answer = (res) => res.writeHead(500).end()
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

const well = (response: ServerResponse) => void response.writeHead(204).end()

export async function openReceiver() {
  const requests: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
      receiver.answer(response)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    requests,
    answer: well as (response: ServerResponse) => void,
    behaveWell: () => void (receiver.answer = well),
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}
