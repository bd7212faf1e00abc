// The engine by itself: any document name, any y-websocket client, everybody may edit. Documents are kept in a folder.
//   tsx server/sync/alone.ts --port 1234 --data ./sync-data
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { WebSocketServer } from 'ws'
import { createSync, HARD_FRAME_BYTES } from './index.ts'
import { journalLog } from './journal-log.ts'

const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } })
const port = Number(values.port ?? 1234)
const log = await journalLog(values.data ?? './sync-data')

function say(event: string, fields: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`)
}

const sync = createSync({ log, access: async () => 'edit', note: say })
const http = createServer((_request, response) => response.writeHead(426).end('This port speaks WebSocket.\n'))
const sockets = new WebSocketServer({ noServer: true, maxPayload: HARD_FRAME_BYTES, perMessageDeflate: false })

let visitors = 0
http.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy())
  sockets.handleUpgrade(request, socket, head, (opened) => {
    const visitor = ++visitors
    const person = {
      userId: `visitor-${visitor}`,
      sessionId: `visitor-${visitor}`,
      name: `Visitor ${visitor}`,
      color: '#555555',
    }
    sync.attach(opened, person, new URL(request.url ?? '/', 'ws://alone').pathname.slice(1))
  })
})

async function stop(): Promise<void> {
  http.close()
  await sync.drain()
  await log.close()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())

http.listen(port, () => {
  const address = http.address()
  say('listening', { port: typeof address === 'object' ? address?.port : port })
})
