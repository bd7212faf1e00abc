// Owns: seeded histories of a document: what several people did, as the updates a server gets, each after what it builds on.
import * as Y from 'yjs'

/** mulberry32: small, seeded, good enough to shuffle edits. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const WORDS = ['a', 'less paper', 'Straße', '🌱 tree', '你好', '\u{1F469}\u200D\u{1F680}', '\n', 'x'.repeat(40)]
const VALUES = [1, -7, 1.5, 2 ** 40, true, false, null, undefined, 'text', { deep: [1, { a: 'b' }] }, [1, [2, 'ü']]]

/** Something a person might do; what the document emitted for it is the update. */
function edit(doc: Y.Doc, random: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const text = doc.getText('text')
  const list = doc.getArray('list')
  const at = (length: number) => Math.floor(random() * (length + 1))
  switch (Math.floor(random() * 11)) {
    case 0:
    case 1:
    case 2:
      return text.insert(at(text.length), pick(WORDS))
    case 3:
      if (text.length > 3) text.delete(at(text.length - 3), 2)
      return
    case 4:
      return void doc.getMap('map').set(pick(['x', 'y', 'z']), pick(VALUES))
    case 5:
      return doc.getMap('map').delete(pick(['x', 'y', 'z']))
    case 6:
      return text.format(at(text.length), 1, { [pick(['bold', 'link'])]: pick([true, null, { href: 'https://x' }]) })
    case 7:
      return text.insertEmbed(at(text.length), { image: pick(WORDS) })
    case 8:
      return list.insert(at(list.length), [pick(VALUES) ?? 0, pick(VALUES) ?? null])
    case 9: {
      const paragraph = new Y.XmlElement('p')
      paragraph.insert(0, [new Y.XmlText(pick(WORDS)), new Y.XmlElement('br')])
      paragraph.setAttribute('align', 'left')
      return doc.getXmlFragment('page').insert(0, [paragraph])
    }
    default:
      return list.insert(0, [Uint8Array.of(1, 2, 255)])
  }
}

/** Several people at once; what each did, in some order in which a server might have stored it. */
export function history(seed: number): Uint8Array[] {
  const random = chance(seed)
  const people = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const doc = new Y.Doc()
    doc.clientID = 1 + Math.floor(random() * 0xffffffff)
    return doc
  })
  const updates: Uint8Array[] = []
  for (const doc of people) doc.on('update', (update: Uint8Array, origin: unknown) => origin || updates.push(update))
  for (let n = 0; n < 4 + random() * 30; n++) {
    const doc = people[Math.floor(random() * people.length)] as Y.Doc
    if (random() < 0.3) doc.transact(() => [0, 1, 2].forEach(() => edit(doc, random)))
    else edit(doc, random)
    if (random() < 0.3) {
      const other = people[Math.floor(random() * people.length)] as Y.Doc
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)), 'other')
    }
  }
  return updates
}

export function replayed(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}
