// Owns: `npm test`: everything that is a test, on one build. Its last line is always
//   N passed, N failed, N skipped
// and it fails when that says so, or when anything else went wrong. Arguments go to vitest: npm test -- test/flows
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from './sources.mjs'
import { install, installCommand } from './system-packages.mjs'

const scratch = mkdtempSync(path.join(tmpdir(), 'kiem-test-'))
const report = path.join(scratch, 'report.json')
const artifacts = path.resolve(process.env.KIEM_ARTIFACTS ?? path.join(tmpdir(), `kiem-artifacts-${process.pid}`))

/** @param {string} script @param {string[]} args */
function node(script, args) {
  const env = { ...process.env, KIEM_ARTIFACTS: artifacts }
  return (
    spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit', env }).status ?? 1
  )
}

/** @param {{ passed: number, failed: number, skipped: number }} count */
function finish({ passed, failed, skipped }) {
  rmSync(scratch, { recursive: true, force: true })
  if (existsSync(artifacts)) console.log(`Pictures and logs: ${artifacts}`)
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exit(failed === 0 ? 0 : 1)
}

/**
 * Vitest's JSON report. A file that could not be loaded has no tests in it and still is a failure.
 * @typedef {{ numPassedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { name: string, status: string, message: string, assertionResults: { status: string }[] }[] }} Report
 */

/** @param {number} status */
function count(status) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  /** @type {Report} */
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  let failed = 0
  for (const file of testResults) {
    const inFile = file.assertionResults.filter((test) => test.status === 'failed').length
    failed += file.status === 'failed' ? Math.max(1, inFile) : inFile
  }
  if (status !== 0 && failed === 0) {
    console.error('Every test passed, but the run did not: see the errors above (counted as one failure).')
    failed = 1
  }
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }
}

const missing = install(['chromium', 'redis', 'postgres'])
if (missing.length > 0) {
  console.log(
    `Not on this machine: ${missing.join(', ')}. To run the tests that need them: sudo ${installCommand(missing)}`,
  )
  if (process.env.CI === 'true') finish({ passed: 0, failed: 1, skipped: 0 })
}
if (node('scripts/build.mjs', ['--if-stale', '--quiet']) !== 0) finish({ passed: 0, failed: 1, skipped: 0 })
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
finish(count(node('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...process.argv.slice(2)])))
