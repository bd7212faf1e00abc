import { expect, test } from 'vitest'
import { type AuditEntry, canonical, entryAfter, firstBroken } from '../../../../server/escalations/audit/chain.ts'

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let n = 1; n <= length; n++) {
    const after = { state: 'with-sponsor', owedBy: `person-${n}`, rest: { days: n } }
    const facts = {
      escalationId: 'e',
      ideaId: 'i',
      move: 'ask',
      by: 'sue',
      words: `because ${n}`,
      also: null,
      after,
      at: 1_000 * n,
    }
    entries.push(entryAfter(entries.at(-1) ?? null, facts))
  }
  return entries
}

test('a chain as it was written is whole, an empty one too', async () => {
  expect(await firstBroken(chain(20))).toBeNull()
  expect(await firstBroken([])).toBeNull()
})

test('F80 any value that is changed is found, wherever it stands', async () => {
  const changes: ((entry: AuditEntry) => AuditEntry)[] = [
    (entry) => ({ ...entry, by: 'somebody else' }),
    (entry) => ({ ...entry, by: null }),
    (entry) => ({ ...entry, words: entry.words && `${entry.words} ` }),
    (entry) => ({ ...entry, move: 'endorse' }),
    (entry) => ({ ...entry, at: entry.at + 1 }),
    (entry) => ({ ...entry, escalationId: 'f' }),
    (entry) => ({ ...entry, ideaId: 'j' }),
    (entry) => ({ ...entry, after: { ...(entry.after as object), owedBy: 'nobody' } }),
    (entry) => ({ ...entry, hash: entry.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }),
  ]
  for (const change of changes) {
    for (const at of [0, 7, 19]) {
      const entries = chain(20)
      entries[at] = change(entries[at]!)
      expect(await firstBroken(entries)).toEqual({ seq: at + 1, what: 'changed' })
    }
  }
})

test('F80 an entry taken out, put in or moved is found', async () => {
  const whole = chain(20)
  expect(await firstBroken(whole.toSpliced(4, 1))).toEqual({ seq: 5, what: 'missing' })
  expect(await firstBroken(whole.toSpliced(4, 0, whole[4]!))).toEqual({ seq: 6, what: 'missing' })
  const forged = entryAfter(whole[3]!, { ...whole[4]!, words: 'another' })
  expect(await firstBroken(whole.with(4, forged))).toEqual({ seq: 6, what: 'changed' })
  expect(await firstBroken(whole.slice(1))).toEqual({ seq: 1, what: 'missing' })
})

test('the order in which a database returns keys is none of the chain’s', () => {
  expect(canonical({ b: [1, { d: null, c: undefined }], a: 'ä' })).toBe(canonical({ a: 'ä', b: [1, { d: null }] }))
  expect(canonical([{ a: 1 }])).not.toBe(canonical([{ a: '1' }]))
})
