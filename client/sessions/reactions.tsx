// Owns reactions on screen: the few one can give, and how what everybody gives rises and is gone. Seen, not read aloud: a reader
// that hears every clap hears nothing else.

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconBulbFilled,
  IconConfettiFilled,
  IconHeartFilled,
  IconMoodHappyFilled,
  IconMoodPuzzled,
  IconMoodSmile,
} from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { BoardId } from '../../shared/model.ts'
import { type Reaction, REACTIONS } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useEvent } from '../live/events.ts'
import barClasses from './bar.module.css'
import { react, RISING_MAX, type Rising, risingOf } from './reactions.ts'
import classes from './reactions.module.css'

/** Drawn, not letters: a wall's computer may have no coloured ones. */
const LOOKS = {
  clap: IconConfettiFilled,
  heart: IconHeartFilled,
  bulb: IconBulbFilled,
  laugh: IconMoodHappyFilled,
  think: IconMoodPuzzled,
} as const

function Look({ reaction }: { reaction: Reaction }) {
  const Mark = LOOKS[reaction]
  return <Mark className={classes.look} data-reaction={reaction} size="1em" aria-hidden="true" />
}

export function ReactionMenu({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('session')
  return (
    <Menu position="bottom-end" closeOnItemClick={false} portalProps={{ target: '#main' }}>
      <Menu.Target>
        <ActionIcon className={barClasses.toggle} variant="default" aria-label={t('reaction.give')}>
          <IconMoodSmile size={22} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.choices}>
        {REACTIONS.map((reaction) => (
          <Menu.Item
            key={reaction}
            className={classes.choice}
            aria-label={t(`reaction.${reaction}`)}
            onClick={() => react(boardId, reaction)}
          >
            <Look reaction={reaction} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** `far`: on the wall before the room. */
export function RisingReactions({ boardId, far = false }: { boardId: BoardId; far?: boolean }) {
  const [rising, setRising] = useState<readonly Rising[]>([])
  const nextId = useRef(1)
  useEvent('reactions', (body) => {
    if (body.boardId !== boardId) return
    setRising((now) => {
      const more = risingOf(body.counts, RISING_MAX - now.length, nextId.current)
      nextId.current += more.length
      return [...now, ...more]
    })
  })
  // Out of the bar, which may scroll and cut off.
  return createPortal(
    <div className={classes.strip} data-far={far || undefined} aria-hidden="true" data-reactions>
      {rising.map(({ id, reaction, place }) => (
        <span
          key={id}
          className={classes.rising}
          style={{ left: `${Math.round(place * 100)}%` }}
          onAnimationEnd={() => setRising((now) => now.filter((one) => one.id !== id))}
        >
          <Look reaction={reaction} />
        </span>
      ))}
    </div>,
    document.body,
  )
}
