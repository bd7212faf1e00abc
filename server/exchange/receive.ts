// Owns taking a file off the wire: as the body itself, or as the one file of a form. Never holds more than the limit.

import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import busboy from 'busboy'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

const FIELD_MAX_BYTES = 20_000 // the longest is the mapping, a few hundred words
const FIELDS_MAX = 20

export interface Received {
  bytes: Uint8Array
  /** Fields of the form beside the file. */
  fields: URLSearchParams
}

export async function receive(
  headers: IncomingHttpHeaders,
  body: Readable,
  maxBytes: number,
): Promise<Outcome<Received>> {
  const type = headers['content-type'] ?? ''
  if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') {
    return refuse('unsupported-type', 'compressed-upload', 'send the file as it is, not compressed')
  }
  if (!/^multipart\/form-data/i.test(type)) {
    const bytes = await readAll(body, maxBytes)
    return bytes ? done({ bytes, fields: new URLSearchParams() }) : tooLarge(maxBytes)
  }
  return receiveForm(headers, body, maxBytes)
}

const tooLarge = (maxBytes: number) =>
  refuse('too-large', 'file-too-large', `a file may have at most ${maxBytes} bytes; split it`, { limit: maxBytes })
const badForm = () => refuse('invalid', 'no-file', 'send a form with one file')

async function readAll(body: AsyncIterable<unknown>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > maxBytes) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function receiveForm(headers: IncomingHttpHeaders, body: Readable, maxBytes: number): Promise<Outcome<Received>> {
  return new Promise((resolve, reject) => {
    let parser: busboy.Busboy
    try {
      const limits = {
        files: 1,
        fileSize: maxBytes,
        fields: FIELDS_MAX,
        fieldSize: FIELD_MAX_BYTES,
        parts: FIELDS_MAX + 1,
      }
      parser = busboy({ headers, limits })
    } catch {
      resolve(badForm()) // no boundary
      return
    }
    const fields = new URLSearchParams()
    let file: Promise<Uint8Array | null> | null = null
    parser.on('file', (_name, stream) => {
      let cut = false
      stream.on('limit', () => {
        cut = true
      })
      file = readAll(stream, maxBytes).then((bytes) => (cut ? null : bytes))
      file.catch(() => undefined) // told by 'error' below
    })
    parser.on('field', (name, value) => fields.append(name, value))
    parser.on('error', () => resolve(badForm())) // cut short or malformed
    parser.on('close', () => {
      if (!file) return resolve(badForm())
      resolve(fromForm(file, fields, maxBytes))
    })
    body.on('error', reject)
    body.on('aborted', () => resolve(badForm()))
    body.pipe(parser)
  })
}

async function fromForm(
  file: Promise<Uint8Array | null>,
  fields: URLSearchParams,
  maxBytes: number,
): Promise<Outcome<Received>> {
  const bytes = await file
  return bytes ? done({ bytes, fields }) : tooLarge(maxBytes)
}
