// Owns serving the built client: compressed copies made by the build, hashed names cached for ever, and index.html for
// every page address. It must never serve a file outside the built folder: only names found there at the start exist.

import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { RequestHandler } from 'express'

/** Vite puts everything with a hash in its name here. */
const HASHED = 'assets/'
const NEVER_STALE = 'public, max-age=31536000, immutable'
const ASK_EACH_TIME = 'no-cache'
/** The same page, with what a board needs named in its head (scripts/pages.mjs). */
const BOARD = /^\/b\/[^/]+$/
/** An address that ends like a file is a missing file, not a page: an old page asking for an old script (F40). */
const LOOKS_LIKE_A_FILE = /\.[a-z0-9]{1,8}$/i

const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Beside the bundled server; or, when running from the sources, where the build puts it. */
export function builtClient(): string {
  const bundled = !import.meta.filename.endsWith('.ts')
  return path.resolve(import.meta.dirname, bundled ? '../client' : '../../dist/client')
}

export function staticClient(folder: string): RequestHandler {
  let files = namesIn(folder)
  return (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next()
    // Before the first build there is nothing; look again rather than having to restart.
    if (!files.has('index.html')) files = namesIn(folder)
    const wanted = decoded(req.path).slice(1)
    const page = BOARD.test(req.path) && files.has('board.html') ? 'board.html' : 'index.html'
    const name = files.has(wanted) && wanted !== '' ? wanted : page
    if (name === page && LOOKS_LIKE_A_FILE.test(req.path) && wanted !== name) return next()
    if (!files.has(name)) return next()

    const encoding = ENCODINGS.find(([token, suffix]) => files.has(name + suffix) && req.acceptsEncodings(token))
    res.vary('Accept-Encoding')
    res.set('Cache-Control', name.startsWith(HASHED) ? NEVER_STALE : ASK_EACH_TIME)
    res.type(path.extname(name))
    if (encoding) res.set('Content-Encoding', encoding[0])
    res.sendFile(name + (encoding?.[1] ?? ''), { root: folder, cacheControl: false, dotfiles: 'deny' }, (error) => {
      if (error && !res.headersSent) next(error)
    })
  }
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return new Set(
      files.map((file) => path.relative(folder, path.join(file.parentPath, file.name)).replaceAll('\\', '/')),
    )
  } catch {
    return new Set()
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '/' // not an address of any file of ours
  }
}
