// A leak recorder that overlooks a leak would be worse than none.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { canary, createRecorder } from '../../support/canaries.ts'

const word = canary()
const said = `{"text":"before ${word} after"}`
const disguises: [string, Uint8Array | string][] = [
  ['text', said],
  ['capitals', said.toUpperCase()],
  ['hex', Buffer.from(said).toString('hex')],
  ['base64', Buffer.from(said).toString('base64')],
  ['base64, one byte on', Buffer.from(` ${said}`).toString('base64')],
  ['base64url, two bytes on', Buffer.from(`  ${said}`).toString('base64url')],
  ['UTF-16', Buffer.from(said, 'utf16le')],
  ['gzip', gzipSync(said)],
  ['deflate', deflateSync(said)],
  ['brotli', brotliCompressSync(said)],
]

test.each(disguises)('finds the word as %s', (name, bytes) => {
  const recorder = createRecorder()
  recorder.add(name, bytes)
  expect(recorder.leaksOf(word)).not.toEqual([])
  expect(recorder.leaksOf(canary())).toEqual([])
})
