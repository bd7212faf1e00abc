// Owns: people as test code: a browser's cookie, its HTTP, its Socket.IO and its live documents, against any running
// server (in-process world or child process). Must never know more than a real client: only the public interface.
//
//   const ada = await signUp(url, 'ada')                    // the first account of a server is its admin
//   const { boardId, joinCode } = await ada.must('board.create', { title: 'Lunch' })
//   const ben = await joinAsGuest(url, joinCode, 'ben')
//   const outcome = await ben.command('idea.add', { boardId, text: 'Soup' })     // Outcome, refusals included
//   await ben.command('idea.add', input, { key: 'again' })                        // with an idempotency key of yours
//   const live = await ben.socket()                                               // Socket.IO, connected
//   await live.command('vote.cast', input); live.events                           // the same Outcome; events so far
//   const board = await ben.board(boardId)                                        // synced board document
//   await ben.get('/api/inbox'); await ben.request('POST', '/api/x', {json})      // status, body, headers
//   await ben.close()                                                             // sockets and documents
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import type { CommandName, OutputOf, RawInputOf } from '../../shared/commands.ts'
import { boardDocument, ledgerDocument, proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { forSeat } from '../../shared/seats.ts'
import type { Recorder } from './canaries.ts'
import { type DocumentOptions, type LiveDocument, openDocument } from './documents.ts'

// Long enough for any limit on length, and the same for everyone: nobody here guards a secret.
export const PASSWORD = 'a-long-enough-password'
const ACK_DEADLINE_MS = 20_000

export type Answer = { status: number; headers: Headers; body: unknown; text: string }

export type RequestOptions = {
  json?: unknown
  /** A body that is not JSON: a FormData (file upload), text, bytes. */
  body?: BodyInit
  headers?: Record<string, string>
  /** Another origin, or null for none; the default is the server's own, as from its pages. */
  origin?: string | null
}

export type LiveConnection = {
  readonly socket: Socket
  /** Every personal event so far, in order. */
  readonly events: { name: string; body: unknown }[]
  command<N extends CommandName>(
    name: N,
    input: RawInputOf<N>,
    key?: string,
    seat?: string,
  ): Promise<Outcome<OutputOf<N>>>
}

export class Person {
  readonly name: string
  readonly url: string
  userId = ''
  /** Keeps every byte this person receives from now on, by HTTP, Socket.IO and documents (canaries.ts). */
  recorder: Recorder | undefined
  private readonly jar = new Map<string, string>()
  private readonly open = new Set<{ close(): void }>()

  constructor(url: string, name: string) {
    this.url = url.replace(/\/$/, '')
    this.name = name
  }

  get email(): string {
    return `${this.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@example.org`
  }

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const origin = options.origin === undefined ? new URL(this.url).origin : options.origin
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(origin === null ? {} : { origin }),
        ...(this.jar.size > 0 ? { cookie: this.cookie } : {}),
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      ...(options.body === undefined ? {} : { body: options.body }),
    })
    this.keepCookies(response.headers)
    const text = await response.text()
    this.recorder?.add(`${method} ${path}`, `${[...response.headers].join('\n')}\n${text}`)
    return { status: response.status, headers: response.headers, text, body: parsed(text) }
  }

  async get(path: string): Promise<Answer> {
    return this.request('GET', path)
  }

  /** The body of a GET that has to succeed. */
  async read<T>(path: string): Promise<T> {
    const answer = await this.get(path)
    if (answer.status !== 200) throw new Error(`${this.name}: GET ${path} answered ${answer.status} ${answer.text}`)
    return answer.body as T
  }

  /** A command over HTTP. A refusal is a value; an answer that is no Outcome at all throws. */
  async command<N extends CommandName>(
    name: N,
    input: RawInputOf<N>,
    options: { key?: string; seat?: string } = {},
  ): Promise<Outcome<OutputOf<N>>> {
    const headers = { 'idempotency-key': options.key ?? randomUUID() }
    const address = options.seat === undefined ? name : forSeat(name, options.seat)
    const answer = await this.request('POST', `/api/commands/${address}`, { json: input, headers })
    return outcome(answer.body, `${this.name}: ${name} answered ${answer.status} ${answer.text}`)
  }

  /** A command that has to succeed: its value. */
  async must<N extends CommandName>(
    name: N,
    input: RawInputOf<N>,
    options: { seat?: string } = {},
  ): Promise<OutputOf<N>> {
    const answer = await this.command(name, input, options)
    if (answer.ok) return answer.value
    throw new Error(`${this.name}: ${name} was refused: ${JSON.stringify(answer.error)}`)
  }

  /** Socket.IO as this person, connected. A refused connection rejects. `at`: the address of a proxy in front. */
  async socket(options: { origin?: string | null; at?: string } = {}): Promise<LiveConnection> {
    const origin = options.origin === undefined ? new URL(this.url).origin : options.origin
    const socket = io(options.at ?? this.url, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { ...(this.jar.size > 0 ? { cookie: this.cookie } : {}), ...(origin === null ? {} : { origin }) },
    })
    this.open.add({ close: () => socket.disconnect() })
    const events: { name: string; body: unknown }[] = []
    socket.onAny((name: string, body: unknown) => {
      events.push({ name, body })
      this.recorder?.add(`event ${name}`, JSON.stringify(body) ?? '')
    })
    await new Promise<void>((resolve, reject) => {
      const refused = (error: Error) => {
        socket.disconnect()
        reject(new Error(`${this.name}: Socket.IO was refused: ${error.message}`, { cause: error }))
      }
      socket.once('connect_error', refused)
      // Once in, a server that is away for a moment is tried again, as in a browser.
      socket.once('connect', () => {
        socket.off('connect_error', refused)
        resolve()
      })
    })
    const command: LiveConnection['command'] = async (name, input, key = randomUUID(), seat) => {
      const address = seat === undefined ? name : forSeat(name, seat)
      const answer: unknown = await socket.timeout(ACK_DEADLINE_MS).emitWithAck('command', address, input, key)
      this.recorder?.add(`ack of ${name}`, JSON.stringify(answer) ?? '')
      return outcome(answer, `${this.name}: ${name} was answered ${JSON.stringify(answer)}`)
    }
    return { socket, events, command }
  }

  /** A live document as this person; not yet synced. */
  document(name: string, options: Partial<Omit<DocumentOptions, 'name'>> = {}): LiveDocument {
    const heard = (bytes: Uint8Array) => this.recorder?.add(`document ${name}`, bytes)
    const live = openDocument({ url: this.url, cookie: this.cookie, heard, ...options, name })
    this.open.add(live)
    return live
  }

  async board(boardId: BoardId): Promise<LiveDocument> {
    return this.syncedDocument(boardDocument(boardId))
  }

  async ledger(boardId: BoardId): Promise<LiveDocument> {
    return this.syncedDocument(ledgerDocument(boardId))
  }

  async proposal(ideaId: IdeaId): Promise<LiveDocument> {
    return this.syncedDocument(proposalDocument(ideaId))
  }

  async close(): Promise<void> {
    for (const thing of this.open) thing.close()
    this.open.clear()
  }

  private async syncedDocument(name: string): Promise<LiveDocument> {
    const live = this.document(name)
    await live.synced()
    return live
  }

  private keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const [name, value] = splitOnce(pair, '=')
      const expired = attributes.some((attribute) => /^\s*max-age\s*=\s*(?:0|-\d+)\s*$/i.test(attribute))
      if (expired || value === '') this.jar.delete(name.trim())
      else this.jar.set(name.trim(), value.trim())
    }
  }
}

/** A new account, signed in. */
export async function signUp(url: string, name: string): Promise<Person> {
  const person = new Person(url, name)
  const account = { name, email: person.email, password: PASSWORD }
  return admitted(person, await person.request('POST', '/api/auth/sign-up/email', { json: account }))
}

/** The same account on another device: its own cookie. */
export async function signIn(url: string, name: string): Promise<Person> {
  const person = new Person(url, name)
  const account = { email: person.email, password: PASSWORD }
  return admitted(person, await person.request('POST', '/api/auth/sign-in/email', { json: account }))
}

/** In by code and name, no account. */
export async function joinAsGuest(url: string, code: string, name: string): Promise<Person> {
  const person = new Person(url, name)
  return admitted(person, await person.request('POST', '/api/join', { json: { code, name } }))
}

async function admitted(person: Person, answer: Answer): Promise<Person> {
  if (answer.status !== 200) throw new Error(`${person.name} was not let in: ${answer.status} ${answer.text}`)
  const me = await person.read<{ user: { userId: string } | null }>('/api/me')
  if (!me.user) throw new Error(`${person.name} was let in and yet is nobody: ${JSON.stringify(me)}`)
  person.userId = me.user.userId
  return person
}

function outcome<T>(body: unknown, otherwise: string): Outcome<T> {
  if (typeof body === 'object' && body !== null && 'ok' in body && typeof body.ok === 'boolean') {
    return body as Outcome<T>
  }
  throw new Error(otherwise)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
