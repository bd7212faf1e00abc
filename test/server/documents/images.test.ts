// Images of proposals: only real images, only so big, only for those who may read the board, telling nothing of a maker.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { locate } from '../../../server/boards/locate.ts'
import { withoutMetadata } from '../../../server/documents/image-metadata.ts'
import { judgeImage } from '../../../server/documents/image-type.ts'
import { readImage, storeImage } from '../../../server/documents/images.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { images } from '../../../server/platform/database/schema/index.ts'
import { IMAGES_MAX_PER_IDEA, IMAGE_MAX_BYTES, IMAGE_MAX_SIDE_PIXELS } from '../../../shared/limits.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from '../boards/world.ts'

const refusal = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind} ${outcome.error.reason}`)
const bytesOf = (...parts: (string | number[] | Uint8Array)[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  )
const be32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const le32 = (n: number) => be32(n).reverse()

const chunk = (name: string, data: Uint8Array | number[] | string) =>
  bytesOf(be32(typeof data === 'string' ? data.length : data.length), name, data, [1, 2, 3, 4])
function png(width = 3, height = 2, ...more: Uint8Array[]): Uint8Array {
  const header = chunk('IHDR', [...be32(width), ...be32(height), 8, 2, 0, 0, 0])
  return bytesOf('\x89PNG\r\n\x1a\n', header, ...more, chunk('IDAT', [0]), chunk('IEND', []))
}
function jpeg(...more: Uint8Array[]): Uint8Array {
  const frame = bytesOf([0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0])
  const quantisation = [0xff, 0xdb, 0, 4, 0, 0]
  return bytesOf([0xff, 0xd8], ...more, quantisation, frame, [0xff, 0xda, 0, 3, 0, 0x55, 0xff, 0xd9])
}
function exif(orientation: number, owner: string): Uint8Array {
  const entries = [
    0,
    2,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0x01,
    0x3b,
    0,
    2,
    ...be32(owner.length),
    ...be32(38),
  ]
  const tiff = bytesOf('MM', [0, 0x2a], be32(8), entries, be32(0), owner)
  const body = bytesOf('Exif\0\0', tiff)
  return bytesOf([0xff, 0xe1, 0, body.length + 2], body)
}
const gif = () => bytesOf('GIF89a', [3, 0, 2, 0, 0, 0, 0, 0x3b])
function webp(...more: Uint8Array[]): Uint8Array {
  const extended = bytesOf('VP8X', le32(10), [0b1100, 0, 0, 0, 2, 0, 0, 1, 0, 0])
  const picture = bytesOf('VP8 ', le32(10), [0, 0, 0, 0x9d, 1, 0x2a, 3, 0, 2, 0])
  const body = bytesOf('WEBP', extended, picture, ...more)
  return bytesOf('RIFF', le32(body.length), body)
}

describe('what an image is', () => {
  test('its type is told by its bytes, with its size', () => {
    for (const [type, bytes] of [
      ['image/png', png()],
      ['image/jpeg', jpeg()],
      ['image/gif', gif()],
      ['image/webp', webp()],
    ] as const) {
      expect(judgeImage(bytes)).toEqual({ ok: true, value: { type, width: 3, height: 2 } })
    }
  })

  test('everything else is refused: SVG, HTML, a program, a cut-off or made-up image, nothing at all', () => {
    for (const bytes of [
      bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      bytesOf('<html>'),
      bytesOf('MZ', [0, 0, 0]),
      bytesOf(
        'BM',
        Array.from({ length: 60 }, () => 0),
      ),
      png().slice(0, 10),
      bytesOf([0xff, 0xd8, 0xff]),
      bytesOf('GIF89a<script>alert(1)</script>').slice(0, 7),
      bytesOf('RIFF', [0, 0, 0, 0], 'WEBPjunkjunk'),
      bytesOf(),
    ]) {
      expect(refusal(judgeImage(bytes))).toBe('unsupported-type not-an-image')
    }
  })

  test('one pixel or one byte too many is refused', () => {
    expect(refusal(judgeImage(png(IMAGE_MAX_SIDE_PIXELS, IMAGE_MAX_SIDE_PIXELS)))).toBe('done')
    expect(refusal(judgeImage(png(IMAGE_MAX_SIDE_PIXELS + 1, 1)))).toBe('too-large image-too-many-pixels')
    expect(refusal(judgeImage(png(1, IMAGE_MAX_SIDE_PIXELS + 1)))).toBe('too-large image-too-many-pixels')
    expect(refusal(judgeImage(bytesOf(png(), new Uint8Array(IMAGE_MAX_BYTES))))).toBe('too-large image-too-large')
  })

  test('what it says about its maker is taken out; which way up it is stays', () => {
    const secret = 'Wanda was here'
    const comment = bytesOf([0xff, 0xfe, 0, secret.length + 2], secret)
    const captions = bytesOf([0xff, 0xed, 0, secret.length + 2], secret)
    const colours = bytesOf([0xff, 0xe2, 0, 5], 'ICC')
    const cleaned = withoutMetadata(jpeg(exif(6, secret), comment, captions, colours), 'image/jpeg')
    const text = Buffer.from(cleaned).toString('latin1')
    expect(text).not.toContain('Wanda')
    expect(text).toContain('ICC')
    expect(judgeImage(cleaned)).toMatchObject({ ok: true })
    expect(withoutMetadata(cleaned, 'image/jpeg')).toEqual(cleaned)
    expect(text).toContain(`Exif\0\0MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06`)

    const told = png(3, 2, chunk('tEXt', `Author\0${secret}`), chunk('eXIf', secret), chunk('tIME', [1, 2, 3]))
    expect(withoutMetadata(told, 'image/png')).toEqual(png())

    const photo = webp(bytesOf('EXIF', le32(secret.length), secret), bytesOf('XMP ', le32(4), 'Wand'))
    const plain = withoutMetadata(photo, 'image/webp')
    expect(Buffer.from(plain).toString('latin1')).not.toContain('Wand')
    expect(plain[20]).toBe(0) // says no more that there is any
    expect(judgeImage(plain)).toMatchObject({ ok: true, value: { width: 3, height: 2 } })
  })

  test('bytes that are not laid out as they say come back as they were', () => {
    for (const bytes of [
      bytesOf([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]),
      bytesOf([0xff, 0xd8, 1, 2, 3, 4, 5]),
      bytesOf(),
    ]) {
      expect(withoutMetadata(bytes, 'image/jpeg')).toEqual(bytes)
    }
    const cut = png().subarray(0, 20)
    expect(withoutMetadata(cut, 'image/png')).toEqual(cut)
  })
})

describe.skipIf(missing('postgres'))('images of proposals', () => {
  let world: BoardWorld
  let ada: Actor
  let ben: Actor
  let boardId: BoardId
  let ideaId: IdeaId
  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
    ben = await world.member('ben')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    boardId = (await world.must(ada, 'board.create', { title: 'B' })).boardId
    ideaId = (await world.must(ada, 'idea.add', { boardId, text: 'x' })).ideaId
  })

  const deps = () => ({ db: world.db, newId: world.newId, locate })
  async function* pieces(bytes: Uint8Array, size = 4_096) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const store = (actor: Actor, bytes: Uint8Array, id: string = ideaId) => storeImage(deps(), actor, id, pieces(bytes))

  test('what was stored is read by everyone on the board, with its true type, and never changes', async () => {
    const gus = await world.guest(boardId, 'gus')
    const stored = await store(gus, png())
    if (!stored.ok) throw new Error(stored.error.reason)
    expect(stored.value).toMatchObject({ url: `/api/images/${stored.value.imageId}`, width: 3, height: 2 })
    for (const actor of [ada, ben, gus]) {
      const read = await readImage(deps(), actor, stored.value.imageId)
      expect(read).toEqual({ ok: true, value: { type: 'image/png', body: png(), immutable: true } })
    }
    expect(JSON.stringify((await world.dump()).get('images'))).not.toContain(gus.userId)
  })

  test('it is not there for somebody who may not read the board, and neither is the idea to add one to', async () => {
    const stored = await store(ada, png())
    await world.must(ada, 'board.update', { boardId, joining: 'invited' })
    expect(refusal(await readImage(deps(), ben, stored.ok ? stored.value.imageId : ''))).toBe('not-found not-found')
    expect(refusal(await store(ben, png()))).toBe('not-found not-found')
    expect(refusal(await store(ada, png(), 'no-such-idea'))).toBe('not-found not-found')
    expect(refusal(await readImage(deps(), ada, 'no-such-image'))).toBe('not-found not-found')
  })

  test('reading a body stops at the first byte too many', async () => {
    let taken = 0
    async function* endless() {
      for (;;) {
        taken += 65_536
        yield new Uint8Array(65_536)
      }
    }
    expect(refusal(await storeImage(deps(), ada, ideaId, endless()))).toBe('too-large image-too-large')
    expect(taken).toBeLessThan(IMAGE_MAX_BYTES + 2 * 65_536)
  })

  test('an archived board and a removed idea take none; an idea has room for so many', async () => {
    await world.must(ada, 'idea.remove', { ideaId })
    expect(refusal(await store(ada, png()))).toBe('conflict idea-removed')
    await world.must(ada, 'idea.restore', { ideaId })
    await world.must(ada, 'board.archive', { boardId })
    expect(refusal(await store(ada, png()))).toBe('conflict board-archived')
    await world.must(ada, 'board.restore', { boardId })
    const row = { ideaId, type: 'image/png', width: 1, height: 1, bytes: new Uint8Array(1) }
    await world.db
      .insert(images)
      .values(Array.from({ length: IMAGES_MAX_PER_IDEA - 1 }, () => ({ ...row, id: world.newId() })))
    const last = await Promise.all([store(ada, png()), store(ben, png())])
    expect(last.map(refusal).sort()).toEqual(['conflict too-many-images', 'done'])
  })
})
