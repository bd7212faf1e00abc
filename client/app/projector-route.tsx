// Owns the address of the wall.

import { useParams } from 'react-router'
import type { BoardId } from '../../shared/model.ts'
import { ProjectorPage } from '../projector/projector-page.tsx'

export function ProjectorRoute() {
  const { boardId } = useParams()
  return <ProjectorPage key={boardId} boardId={boardId as BoardId} />
}
