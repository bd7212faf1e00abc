// Owns: a program that tests start again and again, as one file: under tsx every start would compile the sources anew, which takes
// longer than what is tested.
import { mkdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { fromRun } from './services.ts'
import { REPOSITORY } from './source.ts'

/**
 * Built beside the run's own server, so that it finds its packages, migrations and workers. `source`: from the repository.
 * Returns its file.
 */
export async function bundledProgram(source: string): Promise<string> {
  const folder = path.join(String(await fromRun('build')), `${path.basename(source, '.ts')}-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  await cp(path.join(folder, '../server/migrations'), path.join(folder, 'migrations'), { recursive: true })
  await cp(
    path.join(REPOSITORY, 'server/platform/database/embedded-worker.mjs'),
    path.join(folder, 'embedded-worker.mjs'),
  )
  const outfile = path.join(folder, 'main.js')
  await build({
    entryPoints: [path.join(REPOSITORY, source)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@electric-sql/pglite', '@electric-sql/pglite/*', 'pg-native'],
    // As scripts/build.mjs: packages in CommonJS call require() for Node's own modules.
    banner: {
      js: `import { createRequire as kiemCreateRequire } from 'node:module'
import { dirname as kiemDirname } from 'node:path'
const require = kiemCreateRequire(import.meta.url)
const __filename = import.meta.filename ?? new URL(import.meta.url).pathname
const __dirname = kiemDirname(__filename)`,
    },
    minifyWhitespace: true,
    logLevel: 'error',
  })
  return outfile
}
