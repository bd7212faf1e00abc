// Owns: one child process of the bench: started, asked, ended. Must never outlive the bench nor end anything it did not start.
import { type ChildProcess, fork } from 'node:child_process'
import type { Answer } from './orders.ts'

const START_DEADLINE_MS = 30_000
const ANSWER_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 10_000
/** What a failing child said last. */
const KEPT_CHARS = 4_000

export class Child {
  #output = ''
  readonly #process: ChildProcess
  #ended = false

  constructor(
    private readonly what: string,
    file: string,
    env: Record<string, string>,
    execArgv: string[] = [],
  ) {
    const { PATH = '', HOME = '' } = process.env
    this.#process = fork(file, [], {
      env: { PATH, HOME, NODE_ENV: 'production', ...env },
      execArgv,
      silent: true,
      serialization: 'advanced',
    })
    const hear = (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-KEPT_CHARS))
    this.#process.stdout?.on('data', hear)
    this.#process.stderr?.on('data', hear)
    this.#process.once('exit', () => (this.#ended = true))
  }

  get pid(): number {
    return this.#process.pid ?? -1
  }

  /** The first thing it says by itself. */
  hello<T>(): Promise<T> {
    return this.#next<T>(START_DEADLINE_MS)
  }

  async ask<T>(order: { do: string }): Promise<T> {
    if (this.#ended) throw this.#failure('is gone')
    const answer = this.#next<Answer>(ANSWER_DEADLINE_MS)
    this.#process.send(order)
    const said = await answer
    if (!said.ok) throw this.#failure(`could not ${order.do}: ${said.error}`)
    return said.value as T
  }

  #next<T>(deadlineMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(deadline)
        this.#process.off('message', heard)
        this.#process.off('exit', gone)
        act()
      }
      const heard = (message: unknown) => settle(() => resolve(message as T))
      const gone = () => settle(() => reject(this.#failure('ended')))
      const deadline = setTimeout(
        () => settle(() => reject(this.#failure(`said nothing for ${deadlineMs} ms`))),
        deadlineMs,
      )
      this.#process.once('message', heard)
      this.#process.once('exit', gone)
    })
  }

  #failure(how: string): Error {
    return new Error(`${this.what} ${how}. Its output:\n${this.#output}`)
  }

  /** Lets it store what it has; ends it all the same when it does not go. */
  async stop(): Promise<void> {
    if (this.#ended) return
    const gone = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()))
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), STOP_DEADLINE_MS)
    await this.ask({ do: 'stop' }).catch(() => this.#process.kill('SIGKILL'))
    await gone
    clearTimeout(impatience)
  }

  kill(): void {
    if (!this.#ended) this.#process.kill('SIGKILL')
  }
}
