// Owns the frame of a page beside a board (its settings, an import): the way back, the heading, waiting for the board, and
// what a person reads who may not do this here. It only shows; the server decides again.

import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { BoardId, BoardView } from '../../shared/model.ts'
import type { Permission } from '../../shared/permissions.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Link } from './address.tsx'
import { Skeletons } from './delayed.tsx'
import { Page, PageHeader } from './page.tsx'
import { EmptyState, ErrorState } from './states.tsx'

interface BoardSidePageProps {
  boardId: BoardId
  /** What a person has to be allowed on this board to see the children. */
  permission: Permission
  width: 'narrow' | 'wide'
  title: string
  /** One sentence under the title, once the board is known. */
  lead: (board: BoardView) => string
  /** The words of the link to the board, above and where one may not. */
  back: string
  backClassName: string | undefined
  /** Who may do what this page is for. */
  mayNot: string
  /** Grey lines while the board is on its way: about as many as parts will come. */
  lines: number
  children: (board: BoardView) => ReactNode
}

export function BoardSidePage(props: BoardSidePageProps) {
  const { boardId, permission, width, title, lead, back, backClassName, mayNot, lines, children } = props
  const { t } = useTranslation()
  const board = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`)
  const to = `/b/${boardId}`
  let content: ReactNode
  if (board.isError) content = <ErrorState refusal={board.error} onRetry={() => void board.refetch()} />
  else if (!board.data) content = <Skeletons lines={lines} height={44} />
  else if (board.data.may.includes(permission)) content = children(board.data)
  else {
    content = (
      <EmptyState
        title={t('state.notAllowedTitle')}
        action={
          <Button component={Link} to={to}>
            {back}
          </Button>
        }
      >
        {mayNot}
      </EmptyState>
    )
  }
  return (
    <Page width={width}>
      <Link to={to} className={backClassName}>
        <IconArrowLeft size={18} stroke={1.8} aria-hidden="true" />
        {back}
      </Link>
      <PageHeader title={title} lead={board.data && lead(board.data)} />
      {content}
    </Page>
  )
}
