// Owns: which programs of the operating system the tests need, where they may be found, and how to get them.
// Must never install anything unless it may (see mayInstall), and must never touch what is already there.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** @typedef {'chromium' | 'redis' | 'postgres'} Program */

/** Debian's package for each program. @type {Record<Program, string>} */
const debianPackage = { chromium: 'chromium', redis: 'redis-server', postgres: 'postgresql' }

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string} name @returns {string | undefined} */
function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, name)).find(executable)
}

/** Debian keeps the server programs of each major version in its own folder, outside PATH. */
function debianPostgresFolders() {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return []
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => path.join(root, version, 'bin'))
}

/** @type {Record<Program, () => string | undefined>} */
const search = {
  chromium: () =>
    [
      process.env.KIEM_CHROMIUM,
      ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath),
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ].find((file) => file && executable(file)),
  redis: () => onPath('redis-server'),
  // The folder that holds initdb and postgres.
  postgres: () => {
    const folders = [...debianPostgresFolders(), path.dirname(onPath('initdb') ?? '/nowhere/initdb')]
    return folders.find((folder) => executable(path.join(folder, 'initdb')))
  },
}

/** The path of a program (for postgres: the folder of its programs), or undefined. @param {Program} program */
export function find(program) {
  return search[program]()
}

/** What a person would type to get it. @param {Program[]} programs */
export function installCommand(programs) {
  return `apt-get install -y ${programs.map((program) => debianPackage[program]).join(' ')}`
}

/** Only root on a Debian-like machine may, and KIEM_INSTALL=0 forbids it. */
function mayInstall() {
  return process.env.KIEM_INSTALL !== '0' && process.getuid?.() === 0 && onPath('apt-get') !== undefined
}

/**
 * Installs what is missing, when it may. Says what it does, because it changes the machine.
 * @param {Program[]} programs
 * @returns {Program[]} what is still missing
 */
export function install(programs) {
  const missing = programs.filter((program) => !find(program))
  if (missing.length === 0 || !mayInstall()) return missing
  console.log(`Installing for the tests: ${installCommand(missing)}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const packages = missing.map((program) => debianPackage[program])
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]
  for (const args of steps) {
    const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    // A failed update may still leave usable lists, so only the last step's success counts (checked below by looking).
    if (status !== 0) console.error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`)
  }
  return programs.filter((program) => !find(program))
}
