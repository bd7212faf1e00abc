// Owns: dist/. `npm run build` makes it anew, `--if-stale` only when the sources changed.
//   dist/client   hashed assets, with .gz and .br beside every text file
//   dist/server   main.js and the parts it loads on demand, migrations/, the embedded database's worker
// Must never leave a half-made build behind: everything is made aside and moved into place at the end.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { build as buildClient } from 'vite'
import { writePages } from './pages.mjs'
import { buildIsCurrent, dist, root, sourcesHash, stamp } from './sources.mjs'

// Whoever builds (a test run says `test`): what people get is React's production build, half the size.
process.env.NODE_ENV = 'production'

const COMPRESS = /\.(?:js|css|html|svg|json|webmanifest|txt)$/
// Below this a compressed copy saves no packet.
const COMPRESS_MIN_BYTES = 1_000
const LOOK_AGAIN_MS = 200

// What cannot live inside one file: PGlite carries WebAssembly and data files, pg-native is an optional native addon.
const external = ['@electric-sql/pglite', '@electric-sql/pglite/*', 'pg-native']

// Packages in CommonJS call require() for Node's own modules; a bundle in ESM has to hand it to them.
const banner = `import { createRequire as kiemCreateRequire } from 'node:module'
import { dirname as kiemDirname } from 'node:path'
const require = kiemCreateRequire(import.meta.url)
const __filename = import.meta.filename ?? new URL(import.meta.url).pathname
const __dirname = kiemDirname(__filename)`

/** @param {string} outdir */
async function buildServer(outdir) {
  const main = path.join(root, 'server/main.ts')
  const alone = path.join(root, 'server/sync/alone.ts')
  const repair = path.join(root, 'server/repair.ts')
  const audit = path.join(root, 'server/audit.ts')
  await bundle({
    entryPoints: [main, repair, audit, ...(existsSync(alone) ? [alone] : [])],
    outdir,
    entryNames: '[name]',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    // The map is for stack traces, and those show lines, not the whole text again.
    sourcesContent: false,
    external,
    banner: { js: banner },
    // Names stay: they are in logs and stack traces. Less text to parse is an earlier start.
    minifyWhitespace: true,
    minifySyntax: true,
    // What is imported on demand (spreadsheets, mail) is not even read at the start.
    splitting: true,
    chunkNames: '[name]-[hash]',
    legalComments: 'linked',
    logLevel: 'warning',
  })
  const database = path.join(root, 'server/platform/database')
  const companions = readdirSync(database).filter((name) => name === 'migrations' || name.endsWith('.mjs'))
  for (const name of companions) cpSync(path.join(database, name), path.join(outdir, name), { recursive: true })
}

/** @param {string} folder */
async function compressAll(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && COMPRESS.test(entry.name))
  await Promise.all(files.map((entry) => compress(path.join(entry.parentPath, entry.name))))
}

/** @param {string} file */
async function compress(file) {
  const bytes = readFileSync(file)
  if (bytes.length < COMPRESS_MIN_BYTES) return
  const [gz, br] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  ])
  writeFileSync(`${file}.gz`, gz)
  writeFileSync(`${file}.br`, br)
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** One build at a time: two would move each other's work away. Returns how to let go. */
async function turn() {
  const lock = path.join(dist, '.lock')
  mkdirSync(dist, { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    if (existsSync(lock) && !alive(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true })
    else await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

/** What builds and test runs that were killed left behind; the name ends in the process that made it. */
function sweep() {
  for (const name of readdirSync(dist)) {
    const pid = /^\.(?:next|run)-(\d+)$/.exec(name)?.[1]
    if (pid && !alive(Number(pid))) rmSync(path.join(dist, name), { recursive: true, force: true })
  }
}

async function build() {
  const startedAt = performance.now()
  const hash = sourcesHash()
  const aside = path.join(dist, `.next-${process.pid}`)
  mkdirSync(aside, { recursive: true })
  try {
    const client = path.join(aside, 'client')
    await Promise.all([
      buildServer(path.join(aside, 'server')),
      buildClient({
        configFile: path.join(root, 'vite.config.ts'),
        logLevel: process.argv.includes('--quiet') ? 'warn' : 'info',
        build: { outDir: client, emptyOutDir: true },
      }),
    ])
    writePages(client)
    await compressAll(client)
    rmSync(stamp, { force: true })
    for (const part of ['client', 'server']) {
      rmSync(path.join(dist, part), { recursive: true, force: true })
      renameSync(path.join(aside, part), path.join(dist, part))
    }
    writeFileSync(stamp, hash)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
}

const letGo = await turn()
try {
  sweep()
  if (!process.argv.includes('--if-stale') || !buildIsCurrent()) await build()
  // A test run works on a copy of its own, so that nobody's next build pulls the files from under its servers.
  const copy = /^--copy-to=(.+)$/.exec(process.argv.at(-1) ?? '')?.[1]
  if (copy)
    for (const part of ['client', 'server']) cpSync(path.join(dist, part), path.join(copy, part), { recursive: true })
} finally {
  letGo()
}
