// Owns: the answer to "is the build of these very sources?". By content, not by time: a checkout, a copy into an image
// or a restored backup all change times and nothing else. Must stay free of packages: every `npm start` runs it.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '..')
export const dist = path.join(root, 'dist')
const stamp = path.join(dist, '.built')

const inputs = [
  'shared',
  'server',
  'client',
  'scripts/build.mjs',
  'scripts/opened-by.ts',
  'scripts/pages.mjs',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
]

/** @param {string} place @returns {string[]} */
function filesIn(place) {
  const full = path.join(root, place)
  if (!existsSync(full)) return []
  if (path.extname(place)) return [place]
  const entries = readdirSync(full, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

export function sourcesHash() {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(filesIn).sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

/** An installation without sources (an image) has nothing to be behind of. */
export function hasSources() {
  return existsSync(path.join(root, 'client')) && existsSync(path.join(root, 'server'))
}

export function buildIsCurrent() {
  if (!existsSync(path.join(dist, 'server/main.js'))) return false
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash()
}

export { stamp }
