// The corpus of hostile updates (S7, F37, F82 to F92), first half: bytes, structure and identity. Each has a name, the document it
// attacks and the bytes. The attacker writes under `ME`, which nobody has used before, unless the case is about exactly that.
import * as Y from 'yjs'
import { any, anyBytes, deleted, gc, padded, raw, skip, string, type, update } from './hostile-bytes.ts'
import './hostile-content.ts'
import { board, cases, field, from, many, ME, mine, OTHER_ME, title } from './hostile-ground.ts'

// ── bytes that are no update ────────────────────────────────────────────────────────────────────────────────────

const sound = () => mine(string({ parent: 'cards' }, 'x'))
board('F82 nothing at all', () => new Uint8Array())
board('F82 cut off', () => sound().subarray(0, -3))
board('F82 noise', () => Uint8Array.from({ length: 500 }, (_, i) => (i * 7919 + 13) % 251))
board('F83 eight bytes claim 32 million structs', () => Uint8Array.of(1, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0))
board('F83 nine bytes claim 2^32 structs', () => Uint8Array.of(1, 0x80, 0x80, 0x80, 0x80, 0x10, 1, 0, 0))
board('F83 a struct list that stops halfway', () => update([{ client: ME, pieces: [gc(1), gc(1)], claims: 90_000 }]))
board('F83 100,001 structs that are there', () => mine(...many(100_001, () => gc(1))))
board('F82 a value nested 5,000 deep', ({ cards: [card] }) =>
  mine(
    anyBytes({ parent: card?.card ?? [0, 0], sub: 'x' }, ...Array.from({ length: 5_000 }, () => [117, 1]).flat(), 126),
  ),
)
board(
  'F91 100 KB behind the end',
  () => new Uint8Array([...update([], [{ client: 1, ranges: [[0, 1]] }]), ...new Uint8Array(100_000)]),
)
board('F91 one byte behind the end', () => update([{ client: ME, pieces: [gc(1)] }], [], [0]))
board('F91 a count spelled longer than needed', () => Uint8Array.from([...padded(1), 1, 9, 0, 0, 1, 0]))
board('F91 a clock spelled longer than needed', () => Uint8Array.from([1, 1, 9, ...padded(0), 0, 1, 0]))
board('F91 two sections of one client: Yjs applies only the last', () =>
  update([
    { client: ME, pieces: [gc(1)] },
    { client: ME, clock: 1, pieces: [string({ origin: [ME, 0] }, 'x')] },
  ]),
)
board('F91 two deletion lists of one client', ({ victim }) =>
  update(
    [],
    [
      { client: victim[0], ranges: [[0, 1]] },
      { client: victim[0], ranges: [[0, 1]] },
    ],
  ),
)
board('F91 a string that is not UTF-8', ({ cards: [card] }) => {
  const bytes = mine(string({ origin: card?.last ?? [0, 0] }, 'xy'))
  bytes[bytes.length - 3] = 0xff
  return bytes
})
board('F91 flags on a collected struct', () => mine(raw(0x80, 1)))
board('F82 a kind of content that does not exist', () => mine(raw(11 | 128, 1, 0)))
board('F82 a shared type that does not exist', () => mine(raw(7 | 128, 1, 0, 9)))
board('F90 the other encoding', () => {
  const doc = new Y.Doc()
  doc.getMap('cards').set('a', 1)
  return Y.encodeStateAsUpdateV2(doc)
})

// ── structure ───────────────────────────────────────────────────────────────────────────────────────────────────

board('F88 14 bytes that collect the victim’s next clock', ({ victim }) =>
  update([{ client: victim[0], clock: victim[1], pieces: [gc(1_000_000)] }]),
)
board('F88 a collected struct of 2^52', () => mine(gc(2 ** 52)))
board('F88 deleted content of 2^31', ({ cards: [card] }) => mine(deleted({ origin: card?.last ?? [0, 0] }, 2 ** 31)))
board('F88 collected structs up to a clock beyond 2^31', () => mine(...many(1_100, () => gc(2_000_000))))
board('F86 a clock gap', ({ cards: [card] }) =>
  update([{ client: ME, clock: 5, pieces: [string({ origin: card?.last ?? [0, 0] }, 'x')] }]),
)
board('S7 a skip', ({ cards: [card] }) => mine(skip(1), string({ origin: card?.last ?? [0, 0] }, 'x')))
board('F86 a neighbour that does not exist', () => mine(string({ origin: [999_999, 3] }, 'x')))
board('F86 a neighbour after the last of somebody', ({ victim }) =>
  mine(string({ origin: [victim[0], victim[1] + 7] }, 'x')),
)
board('F86 a parent that does not exist', () => mine(any({ parent: [999_999, 0], sub: 'color' }, 'sky')))
board('F86 400 structs of 500 bytes that wait for ever', () =>
  from(400, (i) => string({ origin: [900_000 + i, 0] }, 'x'.repeat(500))),
)
board('F86 a deletion of what nobody wrote', () => update([], [{ client: 999_999, ranges: [[0, 5]] }]))
board('F86 a deletion beyond the last of somebody', ({ victim }) =>
  update([], [{ client: victim[0], ranges: [[victim[1], 1]] }]),
)
board('S7 a deletion of nothing: it splits what it points at', ({ victim }) =>
  update([], [{ client: victim[0], ranges: [[1, 0]] }]),
)
board('S7 deletions over each other: each walks the same structs again', ({ victim }) =>
  update([], [{ client: victim[0], ranges: Array.from({ length: 10_000 }, () => [0, victim[1]] as const) }]),
)
board('S7 its own neighbour', () => mine(string({ origin: [ME, 0] }, 'x')))
board('S7 its own right neighbour', () => mine(string({ right: [ME, 0] }, 'x')))
board('S7 its own parent', () => mine(type({ parent: [ME, 0] }, 'map')))
board('S7 a neighbour that comes later', ({ cards: [card] }) =>
  mine(string({ origin: [ME, 1] }, 'x'), string({ origin: card?.last ?? [0, 0] }, 'y')),
)
board('S7 two that wait for each other', () =>
  update([
    { client: ME, pieces: [string({ origin: [OTHER_ME, 0] }, 'x')] },
    { client: OTHER_ME, pieces: [string({ origin: [ME, 0] }, 'y')] },
  ]),
)
board('S7 a good struct before one that throws inside Yjs', ({ cards: [card] }) =>
  mine(string({ origin: card?.last ?? [0, 0] }, 'good'), string({ origin: [ME, 4] }, 'bad')),
)
board('S7 neighbours in two texts', ({ cards: [one, two] }) =>
  mine(string({ origin: one?.first ?? [0, 0], right: two?.last ?? [0, 0] }, 'x')),
)
board('S7 neighbours under two keys', ({ cards: [card] }) =>
  mine(any({ origin: card?.color ?? [0, 0], right: card?.title ?? [0, 0] }, 'sky')),
)
board('S7 a parent that is text and no type', ({ cards: [card] }) =>
  mine(string({ parent: card?.first ?? [0, 0] }, 'x')),
)
title('S7 an empty text', (where) => string(where, ''))
field('S7 no value at all', (where) => any(where))

// ── identity ────────────────────────────────────────────────────────────────────────────────────────────────────

board('F37 the victim’s client id', ({ victim, cards: [card] }) =>
  update([{ client: victim[0], clock: victim[1], pieces: [string({ origin: card?.last ?? [0, 0] }, 'forged')] }]),
)
board('F88 an id the victim has only announced', ({ announced, cards: [card] }) =>
  update([{ client: announced, pieces: [string({ origin: card?.last ?? [0, 0] }, 'forged')] }]),
)
board('S8 the server’s client id', ({ server, cards: [card] }) =>
  update([{ client: server, clock: 10_000, pieces: [string({ origin: card?.last ?? [0, 0] }, 'x')] }]),
)
board('F85 one key from 8,000 clients', ({ cards: [card] }) =>
  from(8_000, () => any({ parent: card?.card ?? [0, 0], sub: 'color' }, 'sky')),
)
board('F85 one place in a text from 8,000 clients', ({ cards: [card] }) =>
  from(8_000, () => string({ parent: card?.title ?? [0, 0] }, 'x')),
)

export const HOSTILE = cases
/** What one refusal may cost, garbage included. */
export const MEMORY_BYTES = 96 * 1024 * 1024
export type { Ground, HostileCase } from './hostile-ground.ts'
