// Owns: starting a child process that cannot outlive us, waiting for what it says, and ending it.
// Must never end a process by name: every kill here goes to a pid this file started.
//
//   const child = tethered('redis-server', ['--port', '7000'])
//   await child.says(/Ready to accept/, 10_000)
//   await child.end()            // SIGTERM, then SIGKILL after a grace period
//   await child.kill('SIGKILL')  // at once, resolves when it is really gone
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'

export type Account = { uid: number; gid: number; name: string }

export type TetheredOptions = {
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** Run as this account (only root can). */
  account?: Account | undefined
  /** What the kernel sends the child when we die without saying goodbye. Postgres wants SIGQUIT, which takes its children along. */
  deathSignal?: 'KILL' | 'QUIT' | 'TERM'
}

export type Exit = { code: number | null; signal: NodeJS.Signals | null }

export type Tethered = {
  readonly pid: number
  /** Everything written so far, both streams, in order of arrival. */
  output(): string
  /** Resolves with the match once the output contains it; rejects when the child ends first or the deadline passes. */
  says(pattern: RegExp, deadlineMs: number): Promise<RegExpMatchArray>
  readonly exited: Promise<Exit>
  running(): boolean
  signal(signal: NodeJS.Signals): void
  kill(signal?: NodeJS.Signals): Promise<Exit>
  end(graceMs?: number): Promise<Exit>
}

// Enough for a clean Postgres or Kiem shutdown on a busy two-core machine; a test that cares sets its own.
const GRACE_MS = 15_000
// A runaway child must not fill our memory with its log.
const KEPT_OUTPUT_CHARS = 1_000_000

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))

function commandLine(command: string, args: string[], options: TetheredOptions): { file: string; argv: string[] } {
  if (!setpriv) return { file: command, argv: args }
  const argv = ['--pdeathsig', options.deathSignal ?? 'KILL']
  if (options.account) {
    argv.push(`--reuid=${options.account.uid}`, `--regid=${options.account.gid}`, '--clear-groups')
  }
  return { file: setpriv, argv: [...argv, '--', command, ...args] }
}

export function tethered(command: string, args: string[], options: TetheredOptions = {}): Tethered {
  const { file, argv } = commandLine(command, args, options)
  const child: ChildProcess = spawn(file, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: options.env ?? process.env,
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.account && !setpriv ? { uid: options.account.uid, gid: options.account.gid } : {}),
  })
  let output = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT_CHARS)
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)

  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => {
      output += `\n${error.message}`
      resolve({ code: 127, signal: null })
    })
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const running = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null

  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    if (running()) child.kill(signal)
    return exited
  }

  async function end(graceMs = GRACE_MS): Promise<Exit> {
    if (running()) child.kill('SIGTERM')
    const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs)
    try {
      return await exited
    } finally {
      clearTimeout(impatience)
    }
  }

  function says(pattern: RegExp, deadlineMs: number): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        listeners.delete(look)
        clearTimeout(deadline)
        act()
      }
      const fail = (why: string) => settle(() => reject(new Error(`${command} ${why}. Its output:\n${tail(output)}`)))
      const look = () => {
        const found = output.match(pattern)
        if (found) settle(() => resolve(found))
      }
      const deadline = setTimeout(() => fail(`did not say ${pattern} within ${deadlineMs} ms`), deadlineMs)
      listeners.add(look)
      void exited.then(({ code, signal }) => {
        look()
        if (listeners.has(look)) fail(`ended (code ${code}, signal ${signal}) before saying ${pattern}`)
      })
      look()
    })
  }

  return {
    pid: child.pid ?? -1,
    output: () => output,
    says,
    exited,
    running,
    signal: (signal) => void child.kill(signal),
    kill,
    end,
  }
}

function tail(text: string): string {
  return text.slice(-4_000)
}

/** A port nobody listens on at this moment. Somebody may take it before you do: be ready to ask again. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port was given')),
      )
    })
  })
}
