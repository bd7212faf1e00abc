// Owns: the tokens that open a live document without a cookie.
import { expect, test } from 'vitest'
import { createSyncTokens, SYNC_TOKEN_LIFE_MS } from '../../../server/gateway/sync-token.ts'

const clock = { ms: 1_000_000 }
const tokens = createSyncTokens('a secret of thirty-two characters', () => clock.ms)

test('a token names its session, for its document, for its time and a minute of skew', () => {
  const { token, expiresAt } = tokens.mint('session-1', 'board.abcdefgh')
  expect(expiresAt).toBe(clock.ms + SYNC_TOKEN_LIFE_MS)
  expect(tokens.read(token, 'board.abcdefgh')).toBe('session-1')
  expect(tokens.read(token, 'board.otherone')).toBeNull()
  clock.ms = expiresAt + 60_000
  expect(tokens.read(token, 'board.abcdefgh')).toBe('session-1')
  clock.ms += 1
  expect(tokens.read(token, 'board.abcdefgh')).toBeNull()
})

test('a token changed in any character, or made with another secret, is nothing', () => {
  const { token } = tokens.mint('session-1', null)
  expect(tokens.read(token, 'board.abcdefgh')).toBe('session-1')
  for (let i = 0; i < token.length - 1; i++) {
    const changed = `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`
    expect(tokens.read(changed, 'board.abcdefgh'), `character ${i}`).toBeNull()
  }
  const other = createSyncTokens('another secret of thirty-two char', () => clock.ms).mint('session-1', null)
  expect(tokens.read(other.token, 'board.abcdefgh')).toBeNull()
  for (const junk of ['', '.', 'x.y.z', 'e30.', `${token}.`]) {
    if (junk !== `${token}.`) expect(tokens.read(junk, 'board.abcdefgh'), junk).toBeNull()
  }
})
