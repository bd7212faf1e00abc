// Owns the line that says where everybody is called: who leads sees how many come along and lets them go; others go there, or
// their own way.

import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import type { BoardId } from '../../shared/model.ts'
import type { LedgerSession, SessionMine } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { send } from '../live/command.ts'
import classes from './bar.module.css'
import { roam } from './roam.ts'
import { followers } from './steps.ts'
import type { ShowCard } from './summons.ts'

interface SummonsLineProps {
  boardId: BoardId
  session: LedgerSession
  mine: SessionMine | undefined
  /** The card, in a few words. */
  label: string
  /** Of who leads: how many are here, and how many of those lead. */
  room: { present: number; people: number; leads: number } | null
  /** Null where there is no board to show it on. */
  show: ShowCard | null
}

export function SummonsLine({ boardId, session, mine, label, room, show }: SummonsLineProps) {
  const { t } = useTranslation('session')
  const { summons } = session
  if (!summons) return null
  const roams = mine?.roams ?? false
  const come = room && followers({ ...room, roaming: session.roaming })
  return (
    <div className={classes.together} data-summons>
      <IconEye size={20} stroke={1.8} aria-hidden="true" />
      <p>
        {t(roams && !room ? 'summons.others' : 'summons.together', { name: label })}
        {come ? <span className={classes.fact}> {t('summons.follow', come)}</span> : null}
      </p>
      {show ? (
        <Button variant="default" size="sm" onClick={() => show(summons.ideaId, true)}>
          {t('summons.show')}
        </Button>
      ) : null}
      {room ? (
        <Button variant="default" size="sm" onClick={() => void send('session.summon', { boardId, ideaId: null })}>
          {t('summons.letGo')}
        </Button>
      ) : (
        <Button
          variant="subtle"
          size="sm"
          aria-pressed={roams}
          onClick={() => {
            void roam(boardId, !roams)
            if (roams) show?.(summons.ideaId, true)
          }}
        >
          {t(roams ? 'summons.comeAlong' : 'summons.roam')}
        </Button>
      )}
    </div>
  )
}
