// Owns the button of a card's menu. The menu itself is a script of its own that comes when a hand or the focus comes near,
// and exists only while it is open: a board has hundreds of cards.

import { IconDots } from '@tabler/icons-react'
import { type ComponentPropsWithRef, Suspense, useState } from 'react'
import type { Card } from '../../shared/documents.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { lazy } from '../ui/lazy.ts'
import classes from './card.module.css'
import { useRoom } from './room.ts'

const load = async () => (await Promise.all([import('./card-menu.tsx'), alsoWords('group')]))[0]
const CardMenu = lazy(async () => ({ default: (await load()).CardMenu }))
/** A failure shows when the menu is opened. */
const ahead = () => void load().catch(() => undefined)

export function CardMenuButton({ card, tabIndex }: { card: Card; tabIndex: number }) {
  const [opened, setOpened] = useState(false)
  const button = (
    <CardDots
      tabIndex={tabIndex}
      aria-expanded={false}
      onPointerEnter={ahead}
      onFocus={ahead}
      onClick={() => setOpened(true)}
    />
  )
  if (!opened) return button
  return (
    <Suspense fallback={button}>
      <CardMenu card={card} onClosed={() => setOpened(false)} />
    </Suspense>
  )
}

/** The three dots, also as the target of the open menu. */
export function CardDots(props: ComponentPropsWithRef<'button'>) {
  const { t } = useRoom()
  return (
    <button
      type="button"
      className={`${classes.more} nodrag`}
      aria-label={t('card.menu')}
      aria-haspopup="menu"
      data-no-drag
      {...props}
    >
      <IconDots size={18} stroke={2} aria-hidden="true" />
    </button>
  )
}
