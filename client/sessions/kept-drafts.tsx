// Owns showing somebody the words they were still writing when the phase shut: theirs alone, to copy, to go on with when
// writing opens again, or to let go of.

import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { draftAt, draftPlaces, keepDraft, onDrafts } from '../live/drafts.ts'
import { copyText } from '../ui/copy-text.ts'
import { showNotice } from '../ui/notices.tsx'
import classes from './bar.module.css'

/** A change of a sealed idea that was not sent: its card is gone when the phase is, so it is always shown here. */
export const editPlace = (boardId: BoardId, ideaId: string): string => `${boardId}/edit/${ideaId}`

export function KeptDrafts({ boardId, mayWrite }: { boardId: BoardId; mayWrite: boolean }) {
  const places = useSyncExternalStore(onDrafts, () => draftPlaces(`${boardId}/`))
  // While one may write, a new idea stands on the line it was written on.
  const shown = places
    .split('\n')
    .filter((place) => place !== '' && (!mayWrite || place.startsWith(editPlace(boardId, ''))))
  return (
    <>
      {shown.map((place) => (
        <Draft key={place} place={place} />
      ))}
    </>
  )
}

function Draft({ place }: { place: string }) {
  const { t } = useTranslation('session')
  const { t: common } = useTranslation()
  const text = draftAt(place)
  return (
    <div className={classes.draft} data-draft>
      <IconPencil size={20} stroke={1.8} aria-hidden="true" />
      <div>
        <p className={classes.draftText}>{text}</p>
        <p className={classes.draftWhy}>
          {t('draft.kept')} {t('draft.later')}
        </p>
      </div>
      <div className={classes.draftTools}>
        <Button
          variant="default"
          size="sm"
          onClick={() => void copyText(text).then((ok) => ok && showNotice({ text: common('action.copied') }))}
        >
          {common('action.copy')}
        </Button>
        <Button variant="subtle" color="gray" size="sm" onClick={() => keepDraft(place, '')}>
          {t('draft.discard')}
        </Button>
      </div>
    </div>
  )
}
