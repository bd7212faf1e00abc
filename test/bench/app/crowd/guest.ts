// Owns: one guest on a phone, as lean as it can be, because two hundred of them share a processor with what is measured: HTTP
// over one kept connection, documents that are received but not built, Socket.IO spoken by hand.
// Must never do what a real page could not: only the public interface.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import WebSocket from 'ws'

const ANSWER_DEADLINE_MS = 30_000
/** y-websocket's wire: a sync message; an empty state vector; an update without anything in it. */
const STEP1_OF_NOTHING = Uint8Array.of(0, 0, 1, 0)
const STEP2_OF_NOTHING = Uint8Array.of(0, 1, 2, 0, 0)
const [SYNC, STEP1, STEP2] = [0, 0, 1]

/** What a command was answered. */
export interface Acknowledged {
  ok: boolean
}

export class Guest {
  readonly #agent = new Agent({ keepAlive: true })
  #cookie = ''
  #line: WebSocket | null = null
  #asked = 0
  readonly #waiting = new Map<number, (answer: Acknowledged) => void>()

  constructor(private readonly url: string) {}

  async join(code: string, name: string): Promise<void> {
    await this.#ask('POST', '/api/join', JSON.stringify({ code, name }))
    await this.read('/api/me')
  }

  read(path: string): Promise<void> {
    return this.#ask('GET', path)
  }

  #ask(method: string, path: string, body?: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = {
        origin: this.url,
        ...(this.#cookie && { cookie: this.#cookie }),
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      }
      const options = { method, headers, agent: this.#agent, timeout: ANSWER_DEADLINE_MS }
      const asking = request(`${this.url}${path}`, options, (answer) => {
        for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line)
        answer.resume()
        answer.once('end', () => {
          if (answer.statusCode === 200) resolve()
          else reject(new Error(`${method} ${path} answered ${answer.statusCode}`))
        })
      })
      asking.once('timeout', () => asking.destroy(new Error(`${method} ${path} was not answered`)))
      asking.once('error', reject)
      asking.end(body)
    })
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    this.#cookie = this.#cookie ? `${this.#cookie}; ${pair}` : pair
  }

  #socket(path: string): WebSocket {
    const headers = { cookie: this.#cookie, origin: this.url }
    return new WebSocket(`${this.url.replace(/^http/, 'ws')}${path}`, { headers, perMessageDeflate: false })
  }

  /** Resolves when all of it has come; the connection stays, for whoever closes it. `heard`: every message after that. */
  document(name: string, heard?: (bytes: Buffer) => void): Promise<{ close(): void }> {
    return new Promise((resolve, reject) => {
      const socket = this.#socket(`/sync/${name}`)
      let isIn = false
      socket.on('open', () => socket.send(STEP1_OF_NOTHING))
      socket.on('message', (bytes: Buffer) => {
        if (bytes[0] !== SYNC) return
        if (isIn) heard?.(bytes)
        if (bytes[1] === STEP1) socket.send(STEP2_OF_NOTHING)
        else if (bytes[1] === STEP2 && !isIn) {
          isIn = true
          resolve({ close: () => socket.terminate() })
        }
      })
      socket.on('error', reject)
      socket.on('close', (code) => reject(new Error(`${name} was closed with ${code}`)))
    })
  }

  /** Socket.IO 4 over Engine.IO 4, as far as a voter needs it: connect, ping, an event that is acknowledged. */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      const line = this.#socket('/socket.io/?EIO=4&transport=websocket')
      this.#line = line
      line.on('message', (bytes: Buffer) => {
        const said = bytes.toString()
        if (said.startsWith('0')) line.send('40')
        else if (said === '2') line.send('3')
        else if (said.startsWith('40')) resolve()
        else if (said.startsWith('44')) reject(new Error(`Socket.IO refused: ${said}`))
        else if (said.startsWith('43')) this.#acknowledged(said)
      })
      line.on('error', reject)
      line.on('close', (code) => {
        reject(new Error(`Socket.IO was closed with ${code}`))
        for (const resolveOne of this.#waiting.values()) resolveOne({ ok: false })
        this.#waiting.clear()
      })
    })
  }

  #acknowledged(said: string): void {
    const from = said.indexOf('[')
    const id = Number(said.slice(2, from))
    const [answer] = JSON.parse(said.slice(from)) as [Acknowledged]
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }

  command(name: string, input: object): Promise<Acknowledged> {
    return new Promise((resolve, reject) => {
      const line = this.#line
      if (line?.readyState !== WebSocket.OPEN) return reject(new Error('a voter is not connected'))
      const id = this.#asked++
      this.#waiting.set(id, resolve)
      line.send(`42${id}${JSON.stringify(['command', name, input, randomUUID()])}`)
    })
  }

  leave(): void {
    this.#line?.terminate()
    this.#agent.destroy()
  }
}
