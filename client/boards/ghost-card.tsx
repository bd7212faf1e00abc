// Owns how an idea looks that is on its way to the server: there at once, a little paler, honest about waiting and refusal.

import { Button } from '@mantine/core'
import { useIsOffline } from '../live/offline.ts'
import { useDelayed } from '../ui/delayed.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import type { Ghost } from './capture.ts'
import classes from './card.module.css'
import { useRoom } from './room.ts'

export function GhostCard({ ghost }: { ghost: Ghost }) {
  const { t } = useRoom()
  const words = useRefusal()
  const offline = useIsOffline()
  const slow = useDelayed(ghost.refusal === null)
  const { capture } = useRoom()
  return (
    <div className={classes.ghost} data-refused={ghost.refusal ? true : undefined}>
      <p className={classes.text}>{ghost.text}</p>
      {ghost.refusal ? (
        <>
          <p className="kiem-problem">{words(ghost.refusal)}</p>
          <div className={classes.ghostActions}>
            <Button size="compact-md" variant="default" onClick={() => capture.retry(ghost)}>
              {t('action.retry', { ns: 'common' })}
            </Button>
            <Button size="compact-md" variant="subtle" onClick={() => capture.dismiss(ghost.ideaId)}>
              {t('ghost.letGo')}
            </Button>
          </div>
        </>
      ) : (
        <p className={classes.ghostState}>{offline ? t('ghost.offline') : slow ? t('ghost.sending') : '\u00a0'}</p>
      )}
    </div>
  )
}
