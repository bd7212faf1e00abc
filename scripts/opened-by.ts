// Owns reading from our own sources what a page asks for at once, so that the build can put it together (vite.config.ts).
import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface Opened {
  /** Our files, not those loaded on demand; the pages themselves are not in it. */
  readonly files: ReadonlySet<string>
  /** The icons these name. Asked of the text: the package is one file that imports them all. */
  readonly marks: ReadonlySet<string>
}

const IMPORTED = /^(?:import|export)\s(?!type\s)[^']*?from '([^']+)'/gm
const MARK = /\bIcon[A-Z]\w*/g

/** `pages` relative to client/. */
export function openedBy(...pages: string[]): Opened {
  const given = pages.map((page) => path.resolve('client', page))
  const files = new Set(given)
  const marks = new Set<string>()
  for (const file of files) {
    if (!/\.tsx?$/.test(file)) continue
    const text = readFileSync(file, 'utf8')
    for (const [, from] of text.matchAll(IMPORTED)) {
      if (from?.startsWith('.')) files.add(path.resolve(path.dirname(file), from))
    }
    for (const [mark] of text.matchAll(MARK)) marks.add(mark)
  }
  for (const page of given) files.delete(page)
  return { files, marks }
}
