// Owns showing who is on the board now. On an anonymous board it shows a closed lid and a number, never a face.

import { IconEyeClosed, IconUsers } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { useUser } from '../live/session.ts'
import { FaceRow } from '../ui/face.tsx'
import { Hint } from '../ui/hint.tsx'
import classes from './board.module.css'
import { useRoom } from './room.ts'

export function PeopleHere({ most }: { most: number }) {
  const { t } = useTranslation('board')
  const { presence, naming } = useRoom()
  const here = useSyncExternalStore(presence.subscribe, presence.hereNow)
  const me = useUser()
  const others = here.people.filter(({ userId }) => userId !== me?.userId)
  const count = others.length + here.unnamed + 1
  const words = count === 1 ? t('people.alone') : t('people.count', { count })
  if (naming === 'anonymous') {
    return (
      <Hint label={t('people.anonymousHint')}>
        <span className={classes.lid} tabIndex={0} role="note" aria-label={`${t('people.anonymous')}. ${words}`}>
          <IconEyeClosed size={20} stroke={1.8} aria-hidden="true" />
          <span className={classes.lidWords}>{t('people.anonymous')}</span>
          <IconUsers size={17} stroke={1.8} aria-hidden="true" />
          <span aria-hidden="true">{count}</span>
        </span>
      </Hint>
    )
  }
  const people = me ? [me, ...others] : others
  return <FaceRow people={people} size={32} most={most} label={t('people.here')} />
}
