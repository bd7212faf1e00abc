// Owns: the answer to "is this program of the operating system here, and if not, what now?".
// On a developer's machine a missing program skips tests and says how to get it; with CI=true it is a failure.
import { find, install, installCommand } from '../../scripts/system-packages.mjs'

export type Program = 'chromium' | 'redis' | 'postgres'

/** Where the program is (for postgres: the folder of its programs). Installs it when it may; throws when there is none. */
export function programPath(program: Program): string {
  const found = find(program) ?? (install([program]), find(program))
  if (!found) throw new Error(whatToDo(program))
  return found
}

/**
 * The reason to skip, or false. In CI a missing program throws instead.
 *
 *   describe.skipIf(missing('postgres'))('budgets', () => { … })
 */
export function missing(program: Program): string | false {
  if (find(program) || install([program]).length === 0) return false
  const reason = whatToDo(program)
  if (process.env.CI === 'true') throw new Error(reason)
  console.warn(reason)
  return reason
}

function whatToDo(program: Program): string {
  return `${program} is not on this machine. Tests that need it are skipped. Install it with: sudo ${installCommand([program])}`
}
