// Owns the few buttons on the wall itself, for the laptop that projects. They fade while nobody stirs and come back with
// the pointer or a key; a facilitator's phone can do the same from the board.

import { Button, Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BoardId, RoundId, Wall } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { type Ledger, useLedgerRounds } from '../live/ledger.ts'
import { useKeys } from '../ui/keys.ts'
import styles from './wall-controls.module.css'

interface WallControlsProps {
  boardId: BoardId
  shown: boolean
  wall: Wall
  ledger: Ledger | null
  onShow: (wall: Wall) => void
  more?: ReactNode
}

export function WallControls({ boardId, shown, wall, ledger, onShow, more }: WallControlsProps) {
  const { t } = useTranslation('projector')
  const format = useFormat()
  const closed = [...useLedgerRounds(ledger)]
    .filter(([, round]) => round.closedAt !== null)
    .sort(([, a], [, b]) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
  const newest = closed[0]?.[0] as RoundId | undefined
  const result = newest ? () => onShow({ show: 'result', roundId: newest }) : undefined

  useKeys(t('title'), [
    { key: 'b', label: t('show.board'), run: () => onShow({ show: 'board' }) },
    { key: 'j', label: t('show.join'), run: () => onShow({ show: 'join' }) },
    { key: 'r', label: t('show.result'), run: () => result?.() },
    { key: 'f', label: t('fullScreen'), run: toggleFullScreen },
  ])

  const variant = (show: Wall['show']) => (wall.show === show ? 'filled' : 'default')
  return (
    <nav className={styles.controls} data-shown={shown || undefined} aria-label={t('controls')}>
      <Button size="compact-md" variant={variant('board')} onClick={() => onShow({ show: 'board' })}>
        {t('show.board')}
      </Button>
      <Button size="compact-md" variant={variant('join')} onClick={() => onShow({ show: 'join' })}>
        {t('show.join')}
      </Button>
      {closed.length > 1 ? (
        <Menu>
          <Menu.Target>
            <Button size="compact-md" variant={variant('result')}>
              {t('show.result')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {closed.map(([roundId, round]) => (
              <Menu.Item key={roundId} onClick={() => onShow({ show: 'result', roundId: roundId as RoundId })}>
                {round.title || format.dateTime(round.closedAt ?? round.openedAt)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        result && (
          <Button size="compact-md" variant={variant('result')} onClick={result}>
            {t('show.result')}
          </Button>
        )
      )}
      {more}
      {document.fullscreenEnabled && (
        <Button size="compact-md" variant="default" onClick={toggleFullScreen}>
          {t('fullScreen')}
        </Button>
      )}
      <Button size="compact-md" variant="default" component="a" href={`/b/${boardId}`}>
        {t('leave')}
      </Button>
    </nav>
  )
}

function toggleFullScreen(): void {
  // A browser may refuse; the wall is then as large as its window.
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => {})
  else void document.documentElement.requestFullscreen().catch(() => {})
}
