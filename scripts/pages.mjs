// Owns dist/client/board.html: index.html that also names what a board asks for. A browser then fetches all of it while
// the first scripts are still being read, instead of finding out file by file. gateway/static.ts serves it on a board's address.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Made by Vite for this; nobody else needs it. */
const MANIFEST = 'manifest.json'
const BOARD = ['app/board-route.tsx', 'app/shell.tsx']

/**
 * @typedef {{ file: string, imports?: string[], css?: string[] }} Part
 * @param {string} client the built client
 */
export function writePages(client) {
  const file = path.join(client, MANIFEST)
  /** @type {Record<string, Part>} */
  const parts = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(file)
  const page = readFileSync(path.join(client, 'index.html'), 'utf8')
  const links = [...needed(parts, BOARD)].filter((name) => !page.includes(name)).map(link)
  writeFileSync(path.join(client, 'board.html'), page.replace('</head>', `${links.join('\n')}\n</head>`))
}

/**
 * @param {Record<string, Part>} parts
 * @param {string[]} wanted
 */
function needed(parts, wanted) {
  const names = new Set(wanted)
  const files = new Set()
  for (const name of names) {
    const part = parts[name]
    if (!part) throw new Error(`the build has no ${name}`)
    for (const imported of part.imports ?? []) names.add(imported)
    for (const needs of [part.file, ...(part.css ?? [])]) files.add(needs)
  }
  return files
}

/** @param {string} file */
function link(file) {
  return file.endsWith('.css')
    ? `    <link rel="preload" as="style" crossorigin href="/${file}" />`
    : `    <link rel="modulepreload" crossorigin href="/${file}" />`
}
