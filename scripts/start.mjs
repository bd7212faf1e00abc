// Owns: `npm start`: builds when there is no build of these sources, then becomes the server (same process, so signals
// reach it directly). Must stay free of packages and quick: it is in front of every start.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIsCurrent, dist, hasSources, root } from './sources.mjs'

const main = path.join(dist, 'server/main.js')

if (hasSources() && !buildIsCurrent()) {
  console.log(
    existsSync(main) ? 'The sources changed: building Kiem again…' : 'Building Kiem, this once (about 20 seconds)…',
  )
  const build = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs'), '--quiet'], {
    stdio: 'inherit',
    cwd: root,
  })
  if (build.status !== 0) {
    console.error('The build failed; nothing was started.')
    process.exit(build.status ?? 1)
  }
}

process.setSourceMapsEnabled(true)
await import(pathToFileURL(main).href)
