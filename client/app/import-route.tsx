// Owns importing as a route: which board the address means.

import { useParams } from 'react-router'
import type { BoardId } from '../../shared/model.ts'
import { ImportPage } from '../exchange/import-page.tsx'

export function ImportRoute() {
  const { boardId } = useParams()
  return <ImportPage key={boardId} boardId={boardId as BoardId} />
}
