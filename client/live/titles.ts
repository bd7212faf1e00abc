// Owns what live documents are called and where their page is, as far as pages have said so: for words that outlive the
// page. A board and a proposal say it themselves, in documents that are open beside them; others need this.

import type { DocumentName } from '../../shared/documents.ts'

export interface Titled {
  title: string
  /** The address of its page. */
  to: string
}

const known = new Map<DocumentName, Titled>()

/** Stays known when the page is left: what is refused may be heard of later. */
export function giveTitle(document: DocumentName, titled: Titled): void {
  known.set(document, titled)
}

export const titledAs = (document: DocumentName): Titled | null => known.get(document) ?? null
