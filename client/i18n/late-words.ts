// Owns where the words are of pages few people open. Loaded with the first of these pages.

import type { Catalogue } from './catalogue.ts'

export const LATE = import.meta.glob<Catalogue[string]>(
  './*/{case,estimate,exchange,goal,inbox,organisation,outcome,version,webhook}.json',
  { import: 'default' },
)
