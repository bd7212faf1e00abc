// Owns: what a tampered client sends in place of a sound input (FAULTS F50): one place of it, or all of it, made into something
// that no honest page sends. The same seed gives the same row.

const LONG_CHARS = 20_000
const MANY = 2_000

/** JSON keeps them all but the first three; a socket's acknowledgement keeps none of those either. */
const WORDS: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  undefined,
  -1,
  -0,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '3',
  '',
  ' ',
  null,
  true,
  [],
  {},
  [[]],
  ['a', 'a'],
  { length: 1e9 },
  { toString: 'not a function' },
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; drop table boards; --",
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b',
  'A'.repeat(22), // the shape of an id, of nothing that is there
  'x'.repeat(LONG_CHARS),
  'ﷺ'.repeat(LONG_CHARS / 4),
  Array.from({ length: MANY }, () => 'x'),
  Array.from({ length: MANY }, () => ({})),
]

export function hostile(sound: object, random: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const word = () => structuredClone(pick(WORDS))
  if (random() < 0.05) return word()
  const changed = structuredClone(sound) as Record<string, unknown>
  const places: [holder: Record<string, unknown>, key: string][] = []
  const collect = (holder: object) => {
    for (const [key, value] of Object.entries(holder)) {
      places.push([holder as Record<string, unknown>, key])
      if (typeof value === 'object' && value !== null) collect(value)
    }
  }
  collect(changed)
  const what = random()
  if (what < 0.1 || places.length === 0) {
    // A field that is nobody's to send.
    const key = pick(['userId', 'boardId', 'role', 'by', 'authorId', '__proto__', 'now'])
    Object.defineProperty(changed, key, { value: word(), enumerable: true, configurable: true })
    return changed
  }
  const [holder, key] = pick(places)
  if (what < 0.2) delete holder[key]
  else if (what < 0.3) holder[key] = [holder[key]]
  else holder[key] = word()
  return changed
}
