// Owns the button of a board's menu; the menu is a script of its own that comes when a hand or the focus comes near.

import { ActionIcon, type ActionIconProps } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ComponentPropsWithRef, Suspense, useState } from 'react'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { lazy } from '../ui/lazy.ts'
import type { BoardMenuProps } from './board-menu.tsx'

const load = async () => (await Promise.all([import('./board-menu.tsx'), alsoWords('lead')]))[0]
const BoardMenu = lazy(async () => ({ default: (await load()).BoardMenu }))
/** A failure shows when the menu is opened. */
const ahead = () => void load().catch(() => undefined)

export function BoardMenuButton(props: BoardMenuProps) {
  const [asked, setAsked] = useState(false)
  const button = (
    <BoardDots aria-expanded={false} onPointerEnter={ahead} onFocus={ahead} onClick={() => setAsked(true)} />
  )
  if (!asked) return button
  return (
    <Suspense fallback={button}>
      <BoardMenu {...props} />
    </Suspense>
  )
}

export function BoardDots(props: ActionIconProps & Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps>) {
  const { t } = useTranslation('board')
  return (
    <ActionIcon aria-label={t('header.menu')} aria-haspopup="menu" {...props}>
      <IconDots size={22} stroke={1.8} aria-hidden="true" />
    </ActionIcon>
  )
}
