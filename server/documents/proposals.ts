// Owns how a proposal comes into being: the server writes its template once, however many people open it in the same
// moment, and never again, even when everything in it was deleted (FAULTS F23). Clients write no initial content.

import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import * as Y from 'yjs'
import { type DocumentName, proposalContent, proposalDocument } from '../../shared/documents.ts'
import type { IdeaId, Language } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, ideas } from '../platform/database/schema/index.ts'
import { type Fullness, fullnessOf } from './fullness.ts'
import { fragmentMarkdown } from './markdown.ts'
import { type NodeText, appendNodes, templateNodes } from './template.ts'

export interface Documents {
  write(document: DocumentName, change: (doc: Y.Doc) => void): Promise<unknown>
  read<T>(document: DocumentName, look: (doc: Y.Doc) => T): Promise<T>
}

export interface ProposalDeps {
  reader: Reader
  documents: Documents
  /** What the proposals of some ideas begin with instead of the template (the example board's); null for all others. */
  opening?: (reader: Reader, ideaId: IdeaId) => Promise<readonly NodeText[] | null>
}

export interface Proposals {
  /** Before a proposal is first served. Nothing happens for an idea that is not there. */
  ensure(ideaId: IdeaId): Promise<void>
  /** Markdown; empty when nobody has written anything yet. `origin` makes image addresses complete. */
  markdown(ideaId: IdeaId, options?: { origin?: string }): Promise<string>
  /** How much of its template people have written. */
  fullness(ideaId: IdeaId): Promise<Fullness>
}

/** Proposals known to have begun; beyond it the oldest are asked for again. */
const REMEMBERED = 5_000

export function createProposals({ reader, documents, opening }: ProposalDeps): Proposals {
  const begun = new Map<IdeaId, Promise<void>>()

  function once(ideaId: IdeaId, run: () => Promise<void>): Promise<void> {
    const known = begun.get(ideaId)
    if (known) return known
    const beginning = run()
    begun.set(ideaId, beginning)
    beginning.catch(() => begun.delete(ideaId)) // whoever asks next tries again
    const [oldest] = begun.keys()
    if (begun.size > REMEMBERED && oldest) begun.delete(oldest)
    return beginning
  }

  async function write(ideaId: IdeaId, nodes: readonly NodeText[]): Promise<void> {
    await beginDocument(documents, proposalDocument(ideaId), ideaId, nodes)
  }

  async function ensure(ideaId: IdeaId): Promise<void> {
    const language = await languageOf(reader, ideaId)
    if (!language) return
    await write(ideaId, (await opening?.(reader, ideaId)) ?? templateNodes(language))
  }

  return {
    ensure: (ideaId) => once(ideaId, () => ensure(ideaId)),

    async fullness(ideaId) {
      const language = (await languageOf(reader, ideaId)) ?? 'en'
      return documents.read(proposalDocument(ideaId), (doc) => fullnessOf(doc, language))
    },

    async markdown(ideaId, options = {}) {
      const language = await languageOf(reader, ideaId)
      if (!language) return ''
      // Something was written there before anybody opened it.
      if (await opening?.(reader, ideaId)) await once(ideaId, () => ensure(ideaId))
      const text = await documents.read(proposalDocument(ideaId), (doc) =>
        fragmentMarkdown(proposalContent(doc), options),
      )
      return text === templateMarkdown(language) ? '' : text
    },
  }
}

/** Writes what a document of rich text begins with, unless something was ever written in it. `id`: its own. */
export async function beginDocument(
  documents: Documents,
  name: DocumentName,
  id: string,
  nodes: readonly NodeText[],
): Promise<void> {
  if (!(await documents.read(name, isUntouched))) return
  const seed = seedUpdate(id, nodes)
  await documents.write(name, (doc) => {
    // Re-checked inside: somebody may have begun it since.
    if (isUntouched(doc)) Y.applyUpdate(doc, seed)
  })
}

/** No struct has ever been written: an emptied document is not an untouched one. */
function isUntouched(doc: Y.Doc): boolean {
  return doc.store.clients.size === 0
}

/**
 * The same bytes on every node: the client id comes from the document and the content, so two nodes that begin one
 * in the same moment write the same structs, which merge into one. Other content would get another client id.
 */
function seedUpdate(id: string, nodes: readonly NodeText[]): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = createHash('sha256')
    .update(`${id} ${JSON.stringify(nodes)}`)
    .digest()
    .readUInt32BE()
  doc.transact(() => appendNodes(doc, nodes))
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

function templateMarkdown(language: Language): string {
  const doc = new Y.Doc()
  doc.transact(() => appendNodes(doc, templateNodes(language)))
  const text = fragmentMarkdown(proposalContent(doc))
  doc.destroy()
  return text
}

async function languageOf(reader: Reader, ideaId: IdeaId): Promise<Language | null> {
  const [row] = await reader
    .select({ language: boards.language })
    .from(ideas)
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(eq(ideas.id, ideaId))
  return (row?.language as Language | undefined) ?? null
}
