// Owns receipts: what proves to an author that what was revealed is what they wrote. Pure.

import { createHash } from 'node:crypto'
import type { IdeaId } from '../../shared/model.ts'
import { receiptText } from '../../shared/session.ts'

export function receiptOf(ideaId: IdeaId, text: string): string {
  return createHash('sha256').update(receiptText(ideaId, text)).digest('hex')
}
