// Owns: the public servers, in exact versions, installed on demand into a cache folder of their own, never into our
// dependencies. Without a registry there are none, and the bench says so.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'

/** Hocuspocus' SQLite is compiled where there is no ready-made one for this Node. */
const INSTALL_DEADLINE_MS = 300_000

const PACKAGES = {
  'y-websocket': {
    '@y/websocket-server': '0.1.5',
    '@y/protocols': '1.0.6-1',
    yjs: '14.0.0-16',
    'y-leveldb': '0.2.0',
  },
  hocuspocus: {
    '@hocuspocus/server': '4.7.0',
    '@hocuspocus/extension-sqlite': '4.7.0',
    '@hocuspocus/extension-database': '4.7.0',
    yjs: '13.6.33',
    'y-protocols': '1.0.7',
  },
} as const

export type PeerName = keyof typeof PACKAGES

export interface Peer {
  folder: string
  /** Whether it can keep documents over a restart. */
  durable: boolean
}

export function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'kiem-bench')
}

export const versionsOf = (name: PeerName): string =>
  Object.entries(PACKAGES[name])
    .map(([what, version]) => `${what} ${version}`)
    .join(', ')

/** Null: not to be had, with the reason printed. */
export async function peer(name: PeerName): Promise<Peer | null> {
  const folder = path.join(cacheFolder(), name)
  const wanted = JSON.stringify({ private: true, type: 'module', dependencies: PACKAGES[name] }, null, 2)
  const manifest = path.join(folder, 'package.json')
  const stamp = path.join(folder, 'installed.json')
  await mkdir(folder, { recursive: true })
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== wanted) {
    console.log(`Installing ${versionsOf(name)} into ${folder}`)
    await writeFile(manifest, wanted)
    // Their own ranges of each other do not always meet (prereleases, Node 22): the versions above were tried together.
    const common = ['install', '--no-audit', '--no-fund', '--legacy-peer-deps', '--no-package-lock']
    const failure = (await npm(folder, common)) && (await npm(folder, [...common, '--ignore-scripts']))
    if (failure) {
      console.log(`${name} could not be installed and is left out: ${failure}`)
      return null
    }
    await writeFile(stamp, wanted)
  }
  return { folder, durable: canKeep(name, folder) }
}

/** Null when it went well, else the last line it said. */
function npm(folder: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    let said = ''
    const child = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    const deadline = setTimeout(() => child.kill('SIGKILL'), INSTALL_DEADLINE_MS)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => {
      clearTimeout(deadline)
      const errors = said.split('\n').filter((line) => line.startsWith('npm error') || line.startsWith('npm ERR'))
      resolve(code === 0 ? null : (errors[0] ?? `npm ended with ${code}`))
    })
  })
}

function canKeep(name: PeerName, folder: string): boolean {
  const require = createRequire(path.join(folder, 'package.json'))
  try {
    if (name === 'hocuspocus') {
      const Sqlite = require('better-sqlite3') as new (file: string) => { close(): void }
      new Sqlite(':memory:').close()
    } else require.resolve('y-leveldb')
    return true
  } catch {
    console.log(`${name} runs without its database: it could not be built here.`)
    return false
  }
}
