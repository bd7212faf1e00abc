// Owns one board on the home page: what it asks, how much is on it, when something last happened, and my part in it.

import { Button } from '@mantine/core'
import { IconArchiveOff, IconEyeClosed, IconLock } from '@tabler/icons-react'
import type { BoardSummary } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import classes from './home.module.css'

interface BoardTileProps {
  board: BoardSummary
  /** Of its title, so that headings follow each other. */
  level: 2 | 3
  onRestore?: (() => void) | undefined
}

export function BoardTile({ board, level, onRestore }: BoardTileProps) {
  const { t } = useTranslation('home')
  const format = useFormat()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <li className={classes.tile}>
      <Heading className={classes.tileTitle}>
        {/* The link covers the whole tile; its name is the board's. */}
        <Link to={`/b/${board.boardId}`} className={classes.cover}>
          {board.title}
        </Link>
      </Heading>
      {board.askedBy ? <p className={classes.facts}>{t('asks', { name: board.askedBy })}</p> : null}
      {board.question ? <p className={classes.tileQuestion}>{board.question}</p> : null}
      <p className={classes.facts}>
        <span>{t('ideas', { count: board.ideas, n: format.number(board.ideas) })}</span>
        <span>{t('people', { count: board.people })}</span>
        <RelativeTime at={board.activeAt} />
      </p>
      <p className={classes.marks}>
        {board.facilitating ? <span className={classes.lead}>{t('leading')}</span> : null}
        {board.isExample ? <span>{t('example')}</span> : null}
        {board.naming === 'anonymous' ? (
          <span>
            <IconEyeClosed size={16} stroke={1.8} aria-hidden="true" />
            {t('anonymous')}
          </span>
        ) : null}
        {board.locked ? (
          <span>
            <IconLock size={16} stroke={1.8} aria-hidden="true" />
            {t('locked')}
          </span>
        ) : null}
      </p>
      {onRestore ? (
        <Button
          variant="default"
          className={classes.above}
          leftSection={<IconArchiveOff size={18} stroke={1.8} aria-hidden="true" />}
          onClick={onRestore}
        >
          {t('restore')}
        </Button>
      ) : null}
    </li>
  )
}
