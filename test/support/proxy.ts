// Owns: a TCP proxy that behaves as badly as a network can (H2). No root, no kernel tricks.
//
//   const wire = await startProxy({ port: serverPort })
//   connect to wire.port instead, then:
//   wire.delay(500)                     // ms, each direction
//   wire.throttle(20_000)               // bytes per second, each direction
//   wire.freeze()  wire.freeze('down')  // nothing passes, nothing closes: a half-open connection (F28); wire.thaw()
//   wire.reset()                        // RST on every open connection
//   wire.halfClose('down')              // FIN towards one side only
//   wire.cutAfter(120, 'down')          // lets that many more bytes through, then resets (F8)
//   wire.refuse(true)                   // new connections are reset at once: "the server is away"
//   await wire.close()
//   startProxy({ port }, { inspect })    // per connection: looks at each piece and lets it pass, drops it, or resets both (F8)
// 'up' is from client to server, 'down' from server to client.
import { connect, createServer, type Socket } from 'node:net'

export type Direction = 'up' | 'down'

/** Made for each connection; sees what arrives, in order, before it goes on. */
export type Inspect = () => (chunk: Buffer, direction: Direction) => 'pass' | 'drop' | 'reset'

export type Proxy = {
  readonly port: number
  readonly connections: number
  /** Bytes that passed since the start, for traffic-analysis tests. */
  readonly bytes: Readonly<Record<Direction, number>>
  delay(ms: number): void
  throttle(bytesPerSecond: number): void
  freeze(direction?: Direction): void
  thaw(): void
  reset(): void
  halfClose(direction: Direction): void
  cutAfter(bytes: number, direction: Direction): void
  refuse(refusing: boolean): void
  close(): Promise<void>
}

type Weather = {
  delayMs: number
  bytesPerSecond: number
  frozen: Record<Direction, boolean>
  cut: Partial<Record<Direction, number>>
  bytes: Record<Direction, number>
  waiting: Set<() => void>
}

// What a real path buffers before the sender feels it: past this the source is paused and TCP pushes back.
const BUFFERED_MAX_BYTES = 256 * 1024

export async function startProxy(
  target: { port: number; host?: string },
  options: { inspect?: Inspect } = {},
): Promise<Proxy> {
  const weather: Weather = {
    delayMs: 0,
    bytesPerSecond: Number.POSITIVE_INFINITY,
    frozen: { up: false, down: false },
    cut: {},
    bytes: { up: 0, down: 0 },
    waiting: new Set(),
  }
  const pairs = new Set<{ client: Socket; server: Socket }>()
  let refusing = false

  // Half-open allowed on both sides: a FIN is passed on as a FIN, nothing more.
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (refusing) return void client.resetAndDestroy()
    const server = connect({ port: target.port, host: target.host ?? '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const pair = { client, server }
    pairs.add(pair)
    const reset = () => {
      pairs.delete(pair)
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
    for (const socket of [client, server]) {
      socket.on('error', reset)
      socket.on('close', () => {
        if (client.destroyed && server.destroyed) pairs.delete(pair)
      })
    }
    const look = options.inspect?.() ?? (() => 'pass' as const)
    pump(client, server, 'up', weather, reset, look)
    pump(server, client, 'down', weather, reset, look)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const port = typeof address === 'object' && address ? address.port : 0

  const wake = () => {
    for (const resume of weather.waiting) resume()
    weather.waiting.clear()
  }
  const resetAll = () => {
    for (const { client, server } of pairs) {
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
    pairs.clear()
    wake()
  }

  return {
    port,
    get connections() {
      return pairs.size
    },
    bytes: weather.bytes,
    delay(ms) {
      weather.delayMs = ms
    },
    throttle(bytesPerSecond) {
      weather.bytesPerSecond = bytesPerSecond
    },
    freeze(direction) {
      if (direction !== 'down') weather.frozen.up = true
      if (direction !== 'up') weather.frozen.down = true
    },
    thaw() {
      weather.frozen = { up: false, down: false }
      wake()
    },
    reset: resetAll,
    halfClose(direction) {
      for (const { client, server } of pairs) (direction === 'up' ? server : client).end()
    },
    cutAfter(bytes, direction) {
      weather.cut[direction] = bytes
    },
    refuse(now) {
      refusing = now
    },
    close() {
      resetAll()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}

/** Carries one direction of one connection through the weather, in order. */
function pump(
  from: Socket,
  to: Socket,
  direction: Direction,
  weather: Weather,
  reset: () => void,
  look: ReturnType<Inspect>,
): void {
  const queue: { chunk: Buffer; dueAt: number }[] = []
  let queuedBytes = 0
  let ended = false
  let busy = false

  async function carry(chunk: Buffer, dueAt: number): Promise<void> {
    const transferMs = Number.isFinite(weather.bytesPerSecond) ? (chunk.length / weather.bytesPerSecond) * 1000 : 0
    const waitMs = Math.max(0, dueAt - performance.now()) + transferMs
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    while (weather.frozen[direction] && !to.destroyed) {
      await new Promise<void>((resolve) => weather.waiting.add(resolve))
    }
    const left = weather.cut[direction]
    const cut = left !== undefined && chunk.length >= left
    const passed = cut ? chunk.subarray(0, left) : chunk
    if (left !== undefined) weather.cut[direction] = left - passed.length
    weather.bytes[direction] += passed.length
    if (to.writable) await new Promise<void>((resolve) => to.write(passed, () => resolve()))
    if (cut) {
      delete weather.cut[direction]
      reset()
    }
  }

  async function drain(): Promise<void> {
    if (busy) return
    busy = true
    for (let next = queue.shift(); next; next = queue.shift()) {
      await carry(next.chunk, next.dueAt)
      queuedBytes -= next.chunk.length
      if (queuedBytes < BUFFERED_MAX_BYTES) from.resume()
    }
    busy = false
    if (ended && to.writable) to.end()
  }

  from.on('data', (chunk: Buffer) => {
    const verdict = look(chunk, direction)
    if (verdict === 'reset') reset()
    if (verdict !== 'pass') return
    queue.push({ chunk, dueAt: performance.now() + weather.delayMs })
    queuedBytes += chunk.length
    if (queuedBytes >= BUFFERED_MAX_BYTES) from.pause()
    void drain()
  })
  from.on('end', () => {
    ended = true
    void drain()
  })
}
