// The corpus of hostile updates, second half: what a document may hold (S7, F87, F89, F92, F93).
import {
  any,
  anyBytes,
  type At,
  binary,
  deleted,
  embed,
  format,
  legacyJson,
  type Piece,
  string,
  subdocument,
  type,
  update,
} from './hostile-bytes.ts'
import { board, field, many, ME, mine, on, proposal, title } from './hostile-ground.ts'

// ── the board ───────────────────────────────────────────────────────────────────────────────────────────────────

board('F84 a root that is not there', () => mine(any({ parent: 'mine', sub: 'a' }, 1)))
board('F84 10,000 roots', () => mine(...many(10_000, (i) => any({ parent: `r${i}`, sub: 'a' }, 1))))
board('F84 10,000 roots, then cut off', () =>
  mine(...many(10_000, (i) => any({ parent: `r${i}`, sub: 'a' }, 1))).subarray(0, -4),
)
board('F89 a root named like a prototype', () => mine(any({ parent: '__proto__', sub: 'a' }, 1)))
field('F89 __proto__ as a key', (where) => any(where, 'sky'), '__proto__')
field('F89 constructor as a key', (where) => any(where, 'sky'), 'constructor')
field('F89 __proto__ within a value', (where) =>
  anyBytes(where, 118, 1, 9, ...new TextEncoder().encode('__proto__'), 118, 0),
)
board('S7 the birth of a card', () => mine(type({ parent: 'cards', sub: 'card-three' }, 'map')))
board('S7 a card with everything in it', () =>
  mine(
    type({ parent: 'cards', sub: 'card-three' }, 'map'),
    type({ parent: [ME, 0], sub: 'title' }, 'text'),
    string({ parent: [ME, 1] }, 'mine'),
  ),
)
board('S7 another map in the place of a card', ({ cards: [card] }) =>
  mine(type({ origin: card?.card ?? [0, 0] }, 'map')),
)
board('S7 the death of a card', ({ cards: [card] }) =>
  update([], [{ client: card?.card[0] ?? 0, ranges: [[card?.card[1] ?? 0, 1]] }]),
)
board('S7 the death of a card by something deleted in its place', ({ cards: [card] }) =>
  mine(deleted({ origin: card?.card ?? [0, 0] })),
)
board('S7 the death of everything the server wrote', ({ server, cards: [card] }) =>
  update([], [{ client: server, ranges: [[0, card?.first[1] ?? 1]] }]),
)
board('S7 another text in the place of a title', ({ cards: [card] }) =>
  mine(type({ origin: card?.title ?? [0, 0] }, 'text')),
)
board('S7 a plain string in the place of a title', ({ cards: [card] }) =>
  mine(any({ origin: card?.title ?? [0, 0] }, 'mine')),
)
board('S7 the title deleted', ({ cards: [card] }) =>
  update([], [{ client: card?.title[0] ?? 0, ranges: [[card?.title[1] ?? 0, 1]] }]),
)
board('S7 a column', () => mine(type({ parent: 'columns', sub: 'column-two' }, 'map')))
board('S7 a column’s title', ({ columnTitle }) => mine(any({ origin: columnTitle }, 'mine')))
board('S7 a column deleted', ({ column }) => update([], [{ client: column[0], ranges: [[column[1], 1]] }]))
board('F92 a list in a map', () => mine(any({ parent: 'cards' }, 'hidden')))
field('S7 a key cards do not have', (where) => any(where, 1), 'votes')
field('F92 a number for a column', (where) => any(where, 7), 'column')
field('F92 a column’s name of 100 KB', (where) => any(where, 'c'.repeat(100_000)), 'column')
field('F92 an order that is not text', (where) => any(where, { a: 1 }), 'order')
field('F93 an order of 1,001 letters', (where) => any(where, 'a'.repeat(1_001)), 'order')
field('F92 x is not a number', (where) => any(where, Number.NaN), 'x')
field('F92 x is infinite', (where) => any(where, Number.POSITIVE_INFINITY), 'x')
field('F92 x is text', (where) => any(where, '7'), 'x')
field('F92 x is a very large integer', (where) => any(where, 7n), 'x')
field('F93 x is off the wall', (where) => any(where, 1_000_001), 'x')
field('F92 a colour we do not have', (where) => any(where, 'ultraviolet'))
field('F92 a colour we do not have before one that we have', (where) => any(where, 'ultraviolet', 'sky'))
field('F92 a map for a colour', (where) => type(where, 'map'))
field('F92 an array for a colour', (where) => type(where, 'array'))
field('F92 bytes for a colour', (where) => binary(where))
field('F92 a document within the document', (where) => subdocument(where))
field('F92 a value as very old clients wrote it', (where) => legacyJson(where, '"sky"'))
title('F92 something embedded in a title', (where) => embed(where, { image: 'x' }))
title('F92 bold in a title', (where) => format(where, 'bold', {}))
title('F92 a value in a title', (where) => any(where, 'x'))
title('F92 a type in a title', (where) => type(where, 'map'))
board('F92 a key on a title', ({ cards: [card] }) => mine(any({ parent: card?.title ?? [0, 0], sub: 'lang' }, 'en')))
title('F93 a title one letter too long', (where) => string(where, 'x'.repeat(10_001)))
board('F93 the 501st group', () => mine(...many(501, (i) => type({ parent: 'groups', sub: `group-${i}` }, 'map'))))
board('F93 a group’s title one letter too long', () =>
  mine(type({ parent: 'groups', sub: 'g' }, 'map'), any({ parent: [ME, 0], sub: 'title' }, 'x'.repeat(121))),
)
board('S7 a group with a key groups do not have', () =>
  mine(type({ parent: 'groups', sub: 'g' }, 'map'), any({ parent: [ME, 0], sub: 'script' }, 'x')),
)
board('S7 a group’s name that is no id', () => mine(type({ parent: 'groups', sub: 'a b/c' }, 'map')))
board('F87 a board nested deeper than it is', () =>
  mine(type({ parent: 'groups', sub: 'g' }, 'map'), ...many(8, (i) => type({ parent: [ME, i], sub: 'title' }, 'map'))),
)
on('ledger', 'S7 the ledger', () => mine(any({ parent: 'ideas', sub: 'a' }, { likes: 1_000 })))
on('ledger', 'S7 the ledger emptied', ({ server }) => update([], [{ client: server, ranges: [[0, 1]] }]))

// ── the proposal ────────────────────────────────────────────────────────────────────────────────────────────────

const element = (name: string) => type({ parent: 'content' }, 'element', name)
const inText = (name: string, piece: (where: { parent: At }) => Piece) =>
  proposal(name, () => mine(element('paragraph'), type({ parent: [ME, 0] }, 'xmlText'), piece({ parent: [ME, 1] })))
const attribute = (name: string, of: string, key: string, value: unknown) =>
  proposal(name, () => mine(element(of), any({ parent: [ME, 0], sub: key }, value)))

proposal('F92 a script', () => mine(element('script')))
attribute('F92 a handler on a paragraph', 'paragraph', 'onclick', 'alert(1)')
attribute('F92 a picture from elsewhere', 'image', 'src', 'https://evil.example/pixel.png')
attribute('F92 a picture as data', 'image', 'src', 'data:image/svg+xml,<svg onload=alert(1)>')
attribute('F92 a picture out of its folder', 'image', 'src', '/api/images/../people')
attribute('F93 a cell over a thousand million columns', 'table', 'colspan', 1e9)
attribute('F89 __proto__ as an attribute', 'heading', '__proto__', 1)
attribute('F92 a heading of level "one"', 'heading', 'level', 'one')
proposal('F93 a wide cell', () =>
  mine(
    element('table'),
    type({ parent: [ME, 0] }, 'element', 'tableRow'),
    type({ parent: [ME, 1] }, 'element', 'tableCell'),
    any({ parent: [ME, 2], sub: 'colspan' }, 1e9),
  ),
)
proposal('F92 a row in a paragraph', () => mine(element('paragraph'), type({ parent: [ME, 0] }, 'element', 'tableRow')))
proposal('F92 text without a paragraph', () => mine(type({ parent: 'content' }, 'xmlText')))
proposal('F92 a map in the text', () => mine(type({ parent: 'content' }, 'map')))
proposal('F92 a hook', () => mine(type({ parent: 'content' }, 'hook', 'paragraph')))
proposal('F92 a plain value in the text', () => mine(any({ parent: 'content' }, 'x')))
inText('F92 a link that runs', (where) => format(where, 'link', { href: 'javascript:alert(1)' }))
inText('F92 a link that runs, with a line break', (where) => format(where, 'link', { href: 'java\nscript:alert(1)' }))
inText('F92 a link to a file', (where) => format(where, 'link', { href: 'file:///etc/passwd' }))
inText('F92 a link with more in it than a link has', (where) =>
  format(where, 'link', { href: 'https://a.example', onclick: 'x' }),
)
inText('F92 a mark we do not have', (where) => format(where, 'blink', {}))
inText('F89 a mark named __proto__', (where) => format(where, '__proto__', {}))
inText('F89 __proto__ within a mark', (where) => format(where, 'bold', '{"__proto__":{"a":1}}'))
inText('F93 a mark with 100 KB in it', (where) => format(where, 'bold', { a: 'x'.repeat(100_000) }))
inText('F82 a mark nested 5,000 deep', (where) => format(where, 'bold', `${'['.repeat(5_000)}${']'.repeat(5_000)}`))
inText('F82 a mark that is not JSON', (where) => format(where, 'bold', '{'))
inText('F92 something embedded', (where) => embed(where, { a: 1 }))
proposal('F93 a paragraph one letter too long', () =>
  mine(
    element('paragraph'),
    type({ parent: [ME, 0] }, 'xmlText'),
    string({ parent: [ME, 1] }, 'x'.repeat(125_000)),
    string({ origin: [ME, 125_001] }, 'x'.repeat(125_001)),
  ),
)
proposal('F87 quotes within quotes, 65 deep', () =>
  mine(element('blockquote'), ...many(64, (i) => type({ parent: [ME, i] }, 'element', 'blockquote'))),
)
proposal('F87 8,000 deep', () =>
  mine(element('blockquote'), ...many(7_999, (i) => type({ parent: [ME, i] }, 'element', 'blockquote'))),
)
