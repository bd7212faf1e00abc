import { describe, expect, test } from 'vitest'
import { type Access, admit } from '../../../server/sync/admit.ts'
import type { Frame } from '../../../server/sync/frames.ts'

const body = new Uint8Array()
const FRAMES: (Frame | null)[] = [
  { kind: 'step1', body },
  { kind: 'step2', body },
  { kind: 'update', body },
  { kind: 'presence', body },
  { kind: 'query-presence' },
  null,
]

describe('S4 admit', () => {
  test('S4 says for every access and every frame what becomes of it', () => {
    const table = (access: Access) =>
      FRAMES.map((frame) => {
        const admission = admit(access, frame)
        return admission.do === 'refuse' ? admission.code : admission.do
      })
    expect(table('edit')).toEqual(['sync', 'edit', 'edit', 'presence', 'list-presence', 4400])
    expect(table('view')).toEqual([
      'sync',
      'tolerate-if-contained',
      'tolerate-if-contained',
      'presence',
      'list-presence',
      4400,
    ])
    expect(table('none')).toEqual([4403, 4403, 4403, 4403, 4403, 4400])
  })
})
