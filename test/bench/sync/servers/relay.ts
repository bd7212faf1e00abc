// Owns: the least a server can do: what one says goes to all others in the room, as it came. No document, no memory.
import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { serve } from './serve.ts'

const rooms = new Map<string, Set<WebSocket>>()
const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })

server.on('connection', (socket, request) => {
  const name = request.url ?? '/'
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room)
  room.add(socket)
  socket.on('message', (data) => {
    for (const other of room) if (other !== socket) other.send(data)
  })
  socket.on('close', () => room.delete(socket))
  socket.on('error', () => room.delete(socket))
})

http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  serve(typeof address === 'object' && address ? address.port : 0, {})
})
