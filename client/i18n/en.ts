// The English catalogue: every en/<namespace>.json in one chunk, but for the late ones of
// i18n.ts. Never imported statically: only one language is loaded.

import type { Catalogue } from './catalogue.ts'

const files = import.meta.glob<Catalogue[string]>(
  [
    './en/*.json',
    '!./en/{ballot,case,discussion,estimate,exchange,goal,group,inbox,lead,organisation,outcome,session,version,webhook}.json',
  ],
  {
    eager: true,
    import: 'default',
  },
)

export const catalogue: Catalogue = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.slice('./en/'.length, -'.json'.length), texts]),
)
