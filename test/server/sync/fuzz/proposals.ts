// Proposals in a war, under their own schema: rich text, which Yjs itself changes: it deletes marks that say nothing new, in whoever
// hears of them.
import type * as Y from 'yjs'
import { schemaOf } from '../../../../server/documents/schemas.ts'
import { proposalContent, proposalDocument } from '../../../../shared/documents.ts'
import type { IdeaId } from '../../../../shared/model.ts'
import { type Below, editProposal } from './edits.ts'
import type { Terrain } from './terrain.ts'

const proposal = proposalDocument('5f0c0f5e-1c1b-4c52-9d53-0e8a7f6b1a03' as IdeaId)
const other = proposalDocument('5f0c0f5e-1c1b-4c52-9d53-0e8a7f6b1a04' as IdeaId)

export const PROPOSAL_TERRAIN: Omit<Terrain, 'nodes'> = {
  documents: [proposal, other],
  schema: schemaOf,
  edit: (doc: Y.Doc, below: Below) => editProposal(proposalContent(doc), below),
}
