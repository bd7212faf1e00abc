// Owns: what counts as a photo: its bytes, not its name.
import { expect, test } from 'vitest'
import { judgePhoto } from '../../../server/identity/photo.ts'

/** A PNG's first 33 bytes: signature and a header that claims this size. */
function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(33)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(bytes)
  bytes.writeUInt32BE(13, 8)
  bytes.write('IHDR', 12, 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return new Uint8Array(bytes)
}
const verdict = (bytes: Uint8Array) => {
  const outcome = judgePhoto(bytes)
  return outcome.ok ? outcome.value.type : outcome.error.reason
}

test('a PNG up to the side limit, and one pixel past it', () => {
  expect(verdict(png(4_096, 4_096))).toBe('image/png')
  expect(verdict(png(4_097, 1))).toBe('photo-too-many-pixels')
  expect(verdict(png(1, 4_097))).toBe('photo-too-many-pixels')
  expect(verdict(png(0, 1))).toBe('not-a-photo')
})

test('what only begins like a picture is none, and nothing is read beyond its end', () => {
  const whole = png(1, 1)
  for (let length = 0; length < 24; length++) {
    expect(verdict(whole.slice(0, length)), `${length} bytes`).toBe('not-a-photo')
  }
})

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'GIF89a__________',
  'BM______________',
  '%PDF-1.7________',
  'RIFF____WAVEfmt ',
])('%s is no photo', (text) => {
  expect(verdict(new Uint8Array(Buffer.from(text)))).toBe('not-a-photo')
})
