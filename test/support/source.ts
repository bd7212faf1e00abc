// Owns: the source tree as data: which files there are, what they say and what they import. For tests about the house.
//
//   for (const file of sourceFiles('server/sync')) file.path, file.text, file.imports
// An import's `target` is a path from the repository's root for our own files ('server/sync/index.ts'), else the
// package's name ('yjs', '@tiptap/core', 'node:fs').
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const REPOSITORY = path.resolve(import.meta.dirname, '../..')

export type Import = { specifier: string; target: string; own: boolean; typeOnly: boolean }
export type SourceFile = { path: string; text: string; imports: Import[] }

const CODE = /\.(?:ts|tsx|mjs|js|css)$/

// import … from 'x' · export … from 'x' · import 'x' · import('x')
const FROM = /(?:^|\n)[ \t]*(import|export)\s+(type\s+)?([\w\s{},*$]*?)\s*from\s*['"]([^'"]+)['"]/g
const BARE = /(?:^|\n)[ \t]*import\s*['"]([^'"]+)['"]/g
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

export function sourceFiles(...places: string[]): SourceFile[] {
  return places
    .flatMap(filesUnder)
    .filter((file) => CODE.test(file))
    .sort()
    .map(readSource)
}

function filesUnder(place: string): string[] {
  const full = path.join(REPOSITORY, place)
  if (!existsSync(full)) return []
  if (path.extname(place)) return [place]
  const entries = readdirSync(full, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(REPOSITORY, path.join(entry.parentPath, entry.name)))
}

function readSource(file: string): SourceFile {
  const text = readFileSync(path.join(REPOSITORY, file), 'utf8')
  return { path: file, text, imports: importsOf(file, text) }
}

export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = []
  const add = (specifier: string, typeOnly: boolean) => found.push({ ...resolved(file, specifier), typeOnly })
  for (const [, , typeWord, names = '', specifier = ''] of text.matchAll(FROM)) {
    add(specifier, Boolean(typeWord) || onlyTypes(names))
  }
  for (const [, specifier = ''] of text.matchAll(BARE)) add(specifier, false)
  // `import('x').Name` in a type position would be one too; it costs nothing to count it as a real one.
  for (const [, specifier = ''] of text.matchAll(DYNAMIC)) add(specifier, false)
  return found
}

/** `import { type A, type B }`: erased, like `import type`. */
function onlyTypes(names: string): boolean {
  const inBraces = /^\{([^}]*)\}$/.exec(names.trim())?.[1]
  const each =
    inBraces
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? []
  return each.length > 0 && each.every((name) => name.startsWith('type '))
}

function resolved(file: string, specifier: string): { specifier: string; target: string; own: boolean } {
  if (specifier.startsWith('.')) {
    return { specifier, target: path.posix.join(path.posix.dirname(file), specifier), own: true }
  }
  const [scope = '', name = ''] = specifier.split('/')
  return { specifier, target: scope.startsWith('@') ? `${scope}/${name}` : scope, own: false }
}

/** The second part of a path: the room of `server/votes/rules.ts` is `votes`; '' for a file directly in the folder. */
export function roomOf(file: string): string {
  const parts = file.split('/')
  return parts.length > 2 ? (parts[1] ?? '') : ''
}
