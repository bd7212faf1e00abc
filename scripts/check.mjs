// Owns: `npm run check`: types, lint, format, walls and the tests without a database, side by side, quiet when all is well.
// `--static` leaves out the tests (used by .ci/run, whose next step runs them all).
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './sources.mjs'

const bin = path.join(root, 'node_modules/.bin')

/** @type {{ name: string, command: string, args: string[], mend?: string }[]} */
const steps = [
  {
    name: 'types',
    command: 'tsc',
    args: ['-p', '.', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo'],
  },
  { name: 'lint', command: 'oxlint', args: ['--type-aware'] },
  { name: 'format', command: 'biome', args: ['format', '.'], mend: 'npm run format' },
]
if (!process.argv.includes('--static')) {
  const args = [
    'run',
    '--project',
    'unit',
    '--reporter=dot',
    ...testsWithDatabase().flatMap((file) => ['--exclude', file]),
  ]
  steps.push({ name: 'walls and unit tests', command: 'vitest', args })
}

/** A test that stands on a real database is for `npm test`: it would make this check too slow to run before each commit. */
function testsWithDatabase() {
  const files = readdirSync(path.join(root, 'test/server'), { recursive: true, encoding: 'utf8' })
  const usesOne = /from '[^']*\/(?:room-world|world|services|server-process|support)\.ts'/
  const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => `test/server/${file}`)
  return tests.filter((file) => usesOne.test(readFileSync(path.join(root, file), 'utf8')))
}

/** @param {typeof steps[number]} step @returns {Promise<boolean>} */
function run(step) {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const child = spawn(path.join(bin, step.command), step.args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => (output += error.message))
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      if (code !== 0) console.log(`\n── ${step.name} ──\n${output.trim()}\n`)
      console.log(
        `${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)${code !== 0 && step.mend ? `: ${step.mend}` : ''}`,
      )
      resolve(code === 0)
    })
  })
}

const results = await Promise.all(steps.map(run))
process.exitCode = results.every(Boolean) ? 0 : 1
