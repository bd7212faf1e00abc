// Owns P10: how much JavaScript a first visit loads, from the build itself.
import path from 'node:path'
import { buildWeight } from '../../support/build-weight.ts'
import { REPOSITORY } from '../../support/source.ts'
import type { Row } from '../figures.ts'

export function page(): Row[] {
  const weight = buildWeight(path.join(REPOSITORY, 'dist/client'))
  const kilobytes = (...parts: string[]) => `${Math.round(weight.gzipped(weight.needed(...parts)) / 1000)} KB`
  return [
    { what: 'P10 JavaScript (gzip) until the first page', value: kilobytes('join-route'), goal: '220 KB' },
    { what: 'P10 until the board', value: kilobytes('join-route', 'board-route'), goal: '180 KB' },
  ]
}
