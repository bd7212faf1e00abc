// A log in which something is not what was stored (S16, F11): that document is shown as far as it goes, to read, and no other
// notices. Nothing of what is in the log is touched.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { updateFrame } from '../../../server/sync/frames.ts'
import { DamagedDocument, type KeptState } from '../../../server/sync/index.ts'
import { BOARD, stage, type Stage } from './support/engine.ts'
import { HeldLog, seeded, settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

const OTHER = 'board.two'
const WORDS = ['one ', 'two ', 'three ', 'four ', 'five ']

/** A log with five rows of words, and what they say, number by number. */
async function written(document = BOARD): Promise<HeldLog> {
  const { sync, log, clock } = stage()
  for (const word of WORDS) {
    const writing = sync.write(document, (doc) => {
      const title = doc.getText('title')
      title.insert(title.length, word)
    })
    await clock.advance(100)
    await writing
  }
  return log
}

/** The same log in a server that has just started. */
function restarted(log: HeldLog, options: Parameters<typeof stage>[0] = {}): Stage & { heard: unknown[] } {
  const again = new HeldLog()
  Object.assign(again, { inner: log.inner })
  const heard: unknown[] = []
  const note = (event: string, fields: Record<string, unknown>) => heard.push({ event, ...fields })
  return { ...stage({ log: again, note, ...options }), log: again, heard }
}

function kept(log: HeldLog, document = BOARD) {
  const found = new Map(log.inner.documents()).get(document)
  if (found === undefined) throw new Error(`${document} is not there`)
  return found
}

function damageRow(log: HeldLog, seq: number, document = BOARD): void {
  const bytes = kept(log, document).rows.find((row) => row.seq === seq)?.bytes
  if (bytes === undefined) throw new Error(`there is no row ${seq}`)
  bytes[bytes.length - 3]! ^= 4
}

const everything = (log: HeldLog, document = BOARD) => JSON.stringify({ ...kept(log, document), clients: null })
const textOf = (log: HeldLog) => restarted(log).sync.read(BOARD, (doc) => doc.getText('title').toJSON())

describe('a damaged document', () => {
  test.each([2, 3, 4, 5])('S16 with row %i damaged it opens to read, with everything before that row', async (seq) => {
    const log = await written()
    damageRow(log, seq)
    const before = everything(log)
    const { sync, join, run, clock } = restarted(log)
    const ada = await join('ada')
    expect([ada.text, ada.access, ada.synced]).toEqual([WORDS.slice(0, seq - 1).join(''), 'damaged', true])
    expect(await sync.read(BOARD, (doc, is) => [doc.getText('title').toJSON(), is.damaged])).toEqual([ada.text, true])
    ada.write('mine')
    await run(ada)
    await clock.advance(120_000)
    expect(await sync.compact(BOARD)).toBe(false)
    await expect(sync.write(BOARD, (doc) => doc.getText('title').insert(0, 'x'))).rejects.toThrow(DamagedDocument)
    expect(everything(log)).toBe(before)
  })

  test('F11 bits turned over in random rows keep to their document, and the alarm names it and the row', async () => {
    const random = seeded(11)
    for (let round = 0; round < 20; round++) {
      const log = await written()
      await log.inner.append([{ document: OTHER, rows: kept(log).rows }])
      const row = kept(log).rows[1 + Math.floor(random() * (WORDS.length - 1))]!
      row.bytes[Math.floor(random() * row.bytes.length)]! ^= 1 << Math.floor(random() * 8)
      const before = everything(log)
      const { sync, join, run, heard } = restarted(log)
      const [ada, ben] = [await join('ada'), await join('ben')]
      const cleo = await join('cleo', OTHER)
      cleo.write('six')
      ada.write('lost?')
      await run(ada, ben, cleo)
      const good = WORDS.slice(0, row.seq - 1).join('')
      expect([ben.text, ben.access], `row ${row.seq}`).toEqual([good, 'damaged'])
      expect([cleo.text, cleo.saved]).toEqual([`${WORDS.join('')}six`, cleo.sent])
      expect(everything(log)).toBe(before)
      const alarms = heard.filter((one) => JSON.stringify(one).includes('document-damaged'))
      expect(alarms).toMatchObject([{ document: BOARD, at: row.seq, upTo: row.seq - 1, last: WORDS.length }])
      expect(sync.stats()).toMatchObject({ damagedDocuments: 1, counters: { damaged_openings: 1 } })
    }
  })

  test('S16 a gap in the numbers and a row that does not decode are damage too', async () => {
    const gap = await written()
    const rows = kept(gap).rows
    rows.splice(2, 1)
    expect((await restarted(gap).join('ada')).text).toBe('one two ')
    const end = await written()
    kept(end).rows.pop()
    expect((await restarted(end).join('ada')).text).toBe('one two three four ')
    const garbage = await written()
    Object.assign(kept(garbage).rows[3]!, { bytes: Uint8Array.of(1, 2, 3), checksum: undefined })
    expect((await restarted(garbage).join('ada')).text).toBe('one two three ')
  })

  test('S16 with nothing left it is refused, never served empty', async () => {
    const log = await written()
    damageRow(log, 1)
    const { sync, join, heard } = restarted(log)
    const ada = await join('ada')
    expect([ada.closed, ada.synced]).toEqual([{ code: 1011, reason: 'load-failed' }, false])
    await expect(sync.read(BOARD, () => null)).rejects.toThrow(DamagedDocument)
    expect(heard).toContainEqual(expect.objectContaining({ event: 'document-damaged', at: 1, upTo: 0 }))
  })

  test('S16 without its snapshot it is what the program kept of it; without that it is refused', async () => {
    const log = await written()
    const { sync } = restarted(log)
    expect(await sync.compact(BOARD)).toBe(true)
    const state = new Uint8Array(kept(log).snapshot!)
    kept(log).snapshot![5]! ^= 1
    expect((await restarted(log).join('ada')).closed?.code).toBe(1011)
    const asked: string[] = []
    const lastGood = async (document: string): Promise<KeptState | null> => {
      asked.push(document)
      return { seq: 5, state }
    }
    const { join, heard } = restarted(log, { lastGood })
    const ben = await join('ben')
    expect([ben.text, ben.access, asked]).toEqual([WORDS.join(''), 'damaged', [BOARD]])
    expect(heard).toContainEqual(expect.objectContaining({ at: 'snapshot', upTo: 5 }))
    const broken = async () => ({ seq: 5, state: Uint8Array.of(9, 9) })
    expect((await restarted(log, { lastGood: broken }).join('ada')).closed?.code).toBe(1011)
  })

  test('S16 what was kept after the damaged row reaches further, with the sound rows after it', async () => {
    const log = await written()
    const two = stage()
    await two.log.inner.append([{ document: BOARD, rows: kept(log).rows.slice(0, 3) }])
    expect(await two.sync.compact(BOARD)).toBe(true)
    const state = kept(two.log).snapshot!
    damageRow(log, 2)
    const ada = await restarted(log, { lastGood: async () => ({ seq: 3, state }) }).join('ada')
    expect([ada.text, ada.access]).toEqual([WORDS.join(''), 'damaged'])
    const old = async () => ({ seq: 1, state: kept(log).rows[0]!.bytes })
    damageRow(log, 4)
    expect((await restarted(log, { lastGood: old }).join('ada')).text).toBe('one ')
  })
})

describe('who is in a damaged document', () => {
  test('F11 what they write is neither taken nor refused nor called saved, and comes when the document is whole', async () => {
    const log = await written()
    const ada = await restarted(log).join('ada')
    ada.disconnect()
    ada.write('offline ')
    damageRow(log, 4)
    const second = restarted(log)
    const back = new ModelClient(second.sync, personCalled('ada'), BOARD)
    Y.applyUpdate(back.doc, Y.encodeStateAsUpdate(ada.doc))
    back.connect()
    await settle()
    await second.run(back)
    const ben = await second.join('ben')
    expect([ben.sent, back.sent]).toEqual([0, 0]) // nobody was asked what they have
    const known = Y.encodeStateAsUpdate(ben.doc)
    ben.write('new ')
    ben.write('words ')
    ben.push(updateFrame(known)) // changes nothing, and says nothing of what came before it
    await second.run(ben, back)
    expect([ben.open, ben.saved, back.text.includes('new')]).toEqual([true, 0, false])
    damageRow(log, 4)
    await second.clock.advance(61_000)
    await second.run(ben, back)
    expect([ben.closed, back.closed]).toEqual([
      { code: 1013, reason: 'mended' },
      { code: 1013, reason: 'mended' },
    ])
    for (const client of [ben, back]) {
      client.connect()
      await settle()
      await second.run(client)
      expect([client.person.name, client.closed, client.access, client.saved]).toEqual([
        client.person.name,
        null,
        'edit',
        client.sent,
      ])
    }
    await second.run(ben, back)
    const text = await textOf(log)
    expect(text).toBe(ben.text)
    for (const word of [...WORDS, 'offline ', 'new ', 'words ']) expect(text).toContain(word)
  })

  test('S5 a viewer’s update is not refused either, and a judgement later asks nobody what they have', async () => {
    const log = await written()
    damageRow(log, 3)
    let access: 'view' | 'edit' = 'view'
    const { sync, join, run } = restarted(log, { access: async () => access })
    const ada = await join('ada')
    ada.write('x')
    await run(ada)
    access = 'edit'
    sync.reauthorize({ document: BOARD })
    await run(ada)
    expect([ada.open, ada.access, ada.saved]).toEqual([true, 'damaged', 0])
  })

  test('S25 a node that finds damage in what it missed lets go, and whoever returns finds what is left', async () => {
    const log = await written()
    const { sync, log: own, join, run, heard } = restarted(log)
    const ada = await join('ada')
    const row = kept(log).rows[0]!
    await own.inner.append([{ document: BOARD, rows: [{ ...row, bytes: Uint8Array.of(0, 0) }] }])
    kept(log).rows[5]!.bytes[0]! ^= 1
    // Its own row is not the next one any more, so it asks for those before.
    const writing = sync.write(BOARD, (doc) => doc.getText('title').insert(0, 'six '))
    await run(ada)
    await writing
    expect(ada.closed?.code).toBe(1013)
    expect(heard).toContainEqual(expect.objectContaining({ event: 'store-failed' }))
    ada.connect()
    await settle()
    await run(ada)
    expect([ada.access, kept(log).rows.length]).toEqual(['damaged', 7])
  })
})
