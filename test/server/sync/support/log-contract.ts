// What every update log promises, run on each of them. Rules S12, S14, S15 and the consistency the engine builds on.
import { describe, expect, test } from 'vitest'
import { type Append, ClientIdTaken, type NewRow, type UpdateLog } from '../../../../server/sync/index.ts'

export interface LogUnderTest {
  log: UpdateLog
  /** Who wrote what, as an operator would find it; null for a log that cannot be looked into. */
  authors: ((document: string) => Promise<unknown[]>) | null
  /** The size kept for a document, if this log keeps one. */
  bytes(document: string): Promise<number | null>
  /** Turns over one bit of a row or of the snapshot, behind the log's back; null where the file has checksums of its own. */
  flip: ((document: string, what: number | 'snapshot') => Promise<void>) | null
}

const bytes = (...values: number[]) => Uint8Array.from(values)

export function row(value: number, from: Partial<NewRow> = {}): NewRow {
  return { bytes: bytes(value, value, 0, 255), userId: null, sessionId: null, clientId: null, ...from }
}

let documents = 0
const someDocument = () => `board.contract-${documents++}`

export function describeLog(name: string, under: () => LogUnderTest): void {
  describe(`update log: ${name}`, () => {
    test('S16 a document nobody has written to is empty at 0', async () => {
      const loaded = await under().log.load(someDocument())
      expect(loaded).toEqual({ seq: 0, snapshot: null, snapshotSeq: 0, rows: [], clients: [] })
    })

    test('S12 rows are numbered from 1 without a gap and come back as they were', async () => {
      const document = someDocument()
      const first = await under().log.append([{ document, rows: [row(1), row(2)] }])
      const second = await under().log.append([{ document, rows: [row(3)] }])
      expect([first.get(document), second.get(document)]).toEqual([1, 3])
      const loaded = await under().log.load(document)
      expect(loaded.seq).toBe(3)
      expect(loaded.rows).toEqual([1, 2, 3].map((seq) => ({ seq, bytes: row(seq).bytes })))
    })

    test('S12 one append carries many documents, each with its own numbers', async () => {
      const names = [someDocument(), someDocument(), someDocument()].sort()
      await under().log.append([{ document: names[1] ?? '', rows: [row(9)] }])
      const batch: Append[] = names.map((document, i) => ({ document, rows: [row(i), row(i + 10)] }))
      const first = await under().log.append(batch)
      expect(names.map((document) => first.get(document))).toEqual([1, 2, 1])
      const loaded = await Promise.all(names.map((document) => under().log.load(document)))
      expect(loaded.map(({ seq }) => seq)).toEqual([2, 3, 2])
      expect(loaded[1]?.rows.map(({ bytes }) => bytes[0])).toEqual([9, 1, 11])
    })

    test('S12 appends at the same time to the same documents leave no gap and no double', async () => {
      const [one, two] = [someDocument(), someDocument()].sort()
      if (one === undefined || two === undefined) throw new Error('two documents')
      const batches = Array.from({ length: 20 }, (_, i) =>
        under().log.append([
          { document: one, rows: [row(i), row(i)] },
          { document: two, rows: [row(i)] },
        ]),
      )
      const firsts = await Promise.all(batches)
      expect(new Set(firsts.map((first) => first.get(one))).size).toBe(20)
      const loaded = await under().log.load(one)
      expect(loaded.rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
      expect((await under().log.load(two)).rows).toHaveLength(20)
    })

    test('S12 an empty row and a large one survive', async () => {
      const document = someDocument()
      const large = new Uint8Array(700_000).map((_, i) => i * 7)
      const rows = [row(0, { bytes: bytes() }), row(0, { bytes: large })]
      await under().log.append([{ document, rows }])
      const loaded = await under().log.load(document)
      expect(loaded.rows[0]?.bytes).toEqual(bytes())
      expect(Buffer.compare(loaded.rows[1]?.bytes ?? bytes(), large)).toBe(0)
    })

    test('S14 a row keeps user, session, client id and time', async () => {
      const document = someDocument()
      const rows = [row(1, { userId: 'ada', sessionId: 's1', clientId: 4_294_967_295 }), row(2)]
      await under().log.append([{ document, rows }])
      const { authors } = under()
      if (authors === null) return
      expect(await authors(document)).toEqual([
        { seq: 1, userId: 'ada', sessionId: 's1', clientId: 4_294_967_295 },
        { seq: 2, userId: null, sessionId: null, clientId: null },
      ])
    })

    test('S8 client ids are kept with their owners, also when the rows that brought them are compacted away', async () => {
      const document = someDocument()
      const mine = { clientId: 4_294_967_295, owner: 'ada' }
      const servers = { clientId: 7, owner: null }
      await under().log.append([{ document, rows: [row(1)], clients: [mine, servers] }])
      await under().log.append([{ document, rows: [row(2)], clients: [{ clientId: 8, owner: 'ben' }] }])
      await under().log.compact(document, bytes(9), 2)
      const all = [servers, { clientId: 8, owner: 'ben' }, mine]
      expect((await under().log.load(document)).clients.sort((a, b) => a.clientId - b.clientId)).toEqual(all)
      expect(await under().log.clients(document, [8, 9])).toEqual([{ clientId: 8, owner: 'ben' }])
      expect(await under().log.clients(someDocument(), [8])).toEqual([])
    })

    test('S8 an id that somebody else took meanwhile fails the whole append: nothing of any document is stored', async () => {
      const [one, two] = [someDocument(), someDocument()].sort()
      if (one === undefined || two === undefined) throw new Error('two documents')
      const taken = { clientId: 5, owner: 'ada' }
      await under().log.append([{ document: two, rows: [row(1)], clients: [taken, { clientId: 6, owner: null }] }])
      for (const clients of [
        [{ clientId: 5, owner: 'ben' }],
        [{ clientId: 6, owner: 'ada' }],
        [{ clientId: 5, owner: null }],
      ]) {
        const appending = under().log.append([
          { document: one, rows: [row(2)] },
          { document: two, rows: [row(2)], clients: [{ clientId: 9, owner: 'ben' }, ...clients] },
        ])
        await expect(appending).rejects.toBeInstanceOf(ClientIdTaken)
      }
      expect((await under().log.load(one)).seq).toBe(0)
      const loaded = await under().log.load(two)
      expect([loaded.seq, loaded.rows.length, loaded.clients.length]).toEqual([1, 1, 2])
      await under().log.append([{ document: two, rows: [row(3)], clients: [taken] }])
      expect((await under().log.load(two)).seq).toBe(2)
    })

    test('S25 the rows after a number can be had by themselves', async () => {
      const document = someDocument()
      await under().log.append([{ document, rows: [row(1), row(2), row(3)] }])
      expect((await under().log.after(document, 1))?.map(({ seq }) => seq)).toEqual([2, 3])
      expect(await under().log.after(document, 3)).toEqual([])
      expect(await under().log.after(someDocument(), 0)).toEqual([])
    })

    test('S25 how far many documents are is one question', async () => {
      const [one, two, none] = [someDocument(), someDocument(), someDocument()]
      await under().log.append([{ document: one, rows: [row(1), row(2)] }])
      await under().log.append([{ document: two, rows: [row(3)] }])
      await under().log.compact(one, bytes(1), 2)
      const heads = await under().log.heads([one, two, none])
      expect(Object.fromEntries(heads)).toEqual({ [one]: 2, [two]: 1 })
      expect(await under().log.heads([])).toEqual(new Map())
    })

    test('S15 compaction replaces the rows it covers and nothing after them', async () => {
      const document = someDocument()
      const snapshot = bytes(42, 42, 42)
      await under().log.append([{ document, rows: [row(1), row(2), row(3)] }])
      expect(await under().log.compact(document, snapshot, 2)).toBe(true)
      expect(await under().log.load(document)).toEqual({
        seq: 3,
        snapshot,
        snapshotSeq: 2,
        rows: [{ seq: 3, bytes: row(3).bytes }],
        clients: [],
      })
      expect((await under().log.append([{ document, rows: [row(4)] }])).get(document)).toBe(4)
      expect(await under().bytes(document)).toBeOneOf([3 + 2 * row(3).bytes.length, null])
    })

    test('S15 an older snapshot does not replace a newer one, nor one from the future', async () => {
      const document = someDocument()
      await under().log.append([{ document, rows: [row(1), row(2), row(3)] }])
      expect(await under().log.compact(document, bytes(9), 4)).toBe(false)
      expect(await under().log.compact(document, bytes(3), 3)).toBe(true)
      expect(await under().log.compact(document, bytes(2), 2)).toBe(false)
      expect(await under().log.compact(document, bytes(3), 3)).toBe(false)
      expect((await under().log.load(document)).snapshot).toEqual(bytes(3))
      expect(await under().log.compact(someDocument(), bytes(1), 1)).toBe(false)
    })

    test('S25 someone who asks for rows that were compacted away is told so', async () => {
      const document = someDocument()
      await under().log.append([{ document, rows: [row(1), row(2), row(3)] }])
      await under().log.compact(document, bytes(2), 2)
      expect(await under().log.after(document, 1)).toBeNull()
      expect((await under().log.after(document, 2))?.map(({ seq }) => seq)).toEqual([3])
    })

    test('F11 a row that is not what was appended is named as damaged, and no other', async () => {
      const { log, flip } = under()
      if (flip === null) return
      const [document, other] = [someDocument(), someDocument()]
      const four = [row(1), row(2), row(0, { bytes: bytes() }), row(4)]
      await log.append([{ document, rows: four }])
      await log.append([{ document: other, rows: four }])
      await flip(document, 2)
      const damaged = (await log.load(document)).rows.map((one) => one.damaged ?? false)
      expect(damaged).toEqual([false, true, false, false])
      expect((await log.after(document, 1))?.map((one) => one.damaged ?? false)).toEqual([true, false, false])
      expect((await log.load(other)).rows.some((one) => one.damaged)).toBe(false)
      await log.append([{ document, rows: [row(5)] }])
      expect((await log.load(document)).rows.filter((one) => one.damaged)).toHaveLength(1)
    })

    test('F11 a snapshot that is not what was stored is named as damaged, until a sound one takes its place', async () => {
      const { log, flip } = under()
      if (flip === null) return
      const document = someDocument()
      await log.append([{ document, rows: [row(1), row(2), row(3)] }])
      await log.compact(document, bytes(7, 8, 9), 2)
      expect((await log.load(document)).snapshotDamaged).toBeUndefined()
      await flip(document, 'snapshot')
      const loaded = await log.load(document)
      expect([loaded.snapshotDamaged, loaded.rows[0]?.damaged]).toEqual([true, undefined])
      await log.compact(document, bytes(7, 8, 9), 3)
      expect((await log.load(document)).snapshotDamaged).toBeUndefined()
    })

    test('S15 a load in the middle of appends and compactions never sees a gap', async () => {
      const document = someDocument()
      const seen: number[][] = []
      const writing = (async () => {
        for (let i = 1; i <= 30; i++) {
          await under().log.append([{ document, rows: [row(i)] }])
          if (i % 5 === 0) await under().log.compact(document, bytes(i), i)
        }
      })()
      const reading = (async () => {
        for (let i = 0; i < 30; i++) {
          const { seq, snapshotSeq, rows } = await under().log.load(document)
          seen.push([seq, snapshotSeq + rows.length])
        }
      })()
      await Promise.all([writing, reading])
      for (const [seq, reached] of seen) expect(reached).toBe(seq)
    })
  })
}
