// Owns the commands about versions of a document, as part of the command table (commands.ts).

import { z } from 'zod'
import { command, id, line, nothing } from './command-parts.ts'
import * as limits from './limits.ts'
import type { VersionId } from './model.ts'

const versionId = id<VersionId>()
/** The name of a board's document, of a proposal's or of minutes. */
const document = z.string().regex(/^(?:board|proposal|minutes)\.[A-Za-z0-9_-]{8,64}$/, 'not-a-document')

/** A text is kept by whoever may write in it. */
const ON_TEXT = { proposal: 'proposal.write', minutes: 'minutes.keep' } as const

export const VERSION_COMMANDS = {
  /** Keeps the document as it is now under a name, or gives a version that is there already a name, so that it stays. */
  'version.name': command(
    'version.keep',
    'document',
    z.strictObject({ document, name: line(limits.VERSION_NAME_MAX_CHARS), versionId: versionId.optional() }),
    z.object({ versionId }),
    ON_TEXT,
  ),
  /** As a new edit; `before` is the version that was kept of what it replaces. */
  'version.restore': command(
    'version.keep',
    'document',
    z.strictObject({ document, versionId }),
    z.object({ before: versionId }),
    ON_TEXT,
  ),
  'version.remove': command('version.keep', 'document', z.strictObject({ document, versionId }), nothing, ON_TEXT),
} as const
