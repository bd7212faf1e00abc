// Owns: `npm run check`: types, lint, format, walls and unit tests, side by side, quiet when all is well.
// `--static` leaves out the tests (used by .ci/run, whose next step runs them all).
import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './sources.mjs'

const bin = path.join(root, 'node_modules/.bin')

/** @type {{ name: string, command: string, args: string[], mend?: string }[]} */
const steps = [
  { name: 'types', command: 'tsc', args: ['-p', '.'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware'] },
  { name: 'format', command: 'biome', args: ['format', '.'], mend: 'npm run format' },
]
if (!process.argv.includes('--static')) {
  steps.push({ name: 'walls and unit tests', command: 'vitest', args: ['run', '--project', 'unit', '--reporter=dot'] })
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
