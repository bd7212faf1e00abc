// Owns: the leak recorder (H5): unique words planted in what is hidden, looked for in every byte that leaves the server,
// as text and as the usual disguises of text.
//
//   const recorder = createRecorder()
//   const secret = canary()                                        // 16 letters nobody else will ever write
//   await ada.must('idea.add', { boardId, text: `plan ${secret}` })
//   ben.recorder = recorder                                        // everything ben receives from now on, by any door
//   recorder.add('export.csv', await file)                         // anything else: logs, mails, Redis
//   expect(recorder.leaksOf(secret)).toEqual([])                   // where it was seen, and in which form
import { randomBytes } from 'node:crypto'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

export type Recorder = {
  add(where: string, bytes: Uint8Array | string): void
  /** `where (form)` of every sighting. */
  leaksOf(word: string): string[]
  /** How much was looked at: a recorder that heard nothing proves nothing. */
  readonly heardBytes: number
}

const SHORTEST_WORD = 12
const LETTERS = 'bcdfghjkmnpqrstvwxz'

/** Consonants only, so that no language has the word; the first letters say what it is in a failure. */
export function canary(): string {
  return `zq${[...randomBytes(14)].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`
}

export function createRecorder(): Recorder {
  // What is heard once is searched for many words: unpacked at the first.
  const heard: { where: string; bytes: Buffer; layers?: string[] }[] = []
  let heardBytes = 0
  return {
    add(where, bytes) {
      const copy = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes)
      heard.push({ where, bytes: copy })
      heardBytes += copy.length
    },
    get heardBytes() {
      return heardBytes
    },
    leaksOf(word) {
      // Three letters turn up by chance in any kilobyte of base64; a failure must mean a leak.
      if (word.length < SHORTEST_WORD) throw new Error(`look for a longer word than "${word}": canary() makes one`)
      const forms = formsOf(word)
      return heard.flatMap((one) => {
        one.layers ??= [one.bytes, ...unpacked(one.bytes)].map((layer) => layer.toString('latin1').toLowerCase())
        const { where, layers } = one
        const seen = forms.filter(({ text }) => layers.some((layer) => layer.includes(text)))
        return seen.map(({ form }) => `${where} (${form})`)
      })
    },
  }
}

/** Lower case throughout: a leak in capitals is a leak (base64 loses a little precision, 14 letters keep it certain). */
function formsOf(word: string): { form: string; text: string }[] {
  const bytes = Buffer.from(word)
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url')
    // Only the characters that depend on the word alone, whatever stands before and after it.
    return shifted.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)).toLowerCase()
  })
  return [
    { form: 'text', text: word.toLowerCase() },
    { form: 'UTF-16', text: Buffer.from(word, 'utf16le').toString('latin1').toLowerCase() },
    { form: 'hex', text: bytes.toString('hex') },
    { form: 'backwards', text: Array.from(word).reverse().join('').toLowerCase() },
    ...base64.map((text) => ({ form: 'base64', text })),
  ]
}

/** From now on everything each of these hears goes into a recorder of their own; those of before are let go. */
export function recordAnew<P extends { recorder: Recorder | undefined }>(people: Iterable<P>): Map<P, Recorder> {
  const recorders = new Map<P, Recorder>()
  for (const person of people) {
    person.recorder = createRecorder()
    recorders.set(person, person.recorder)
  }
  return recorders
}

function unpacked(bytes: Buffer): Buffer[] {
  return [gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync].flatMap((unpack) => {
    try {
      return [unpack(bytes)]
    } catch {
      return [] // not packed this way
    }
  })
}
