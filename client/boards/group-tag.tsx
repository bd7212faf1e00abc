// Owns what a free wall shows of groups: the name of its group above each card. Heads, names in place and folding are of the
// columns (group-head.tsx), so a wall shows every card.

import { useEffect, useSyncExternalStore } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './group.module.css'
import { useRoom } from './room.ts'

export function GroupTag({ ideaId }: { ideaId: IdeaId }) {
  const { t } = useTranslation('group')
  const { store } = useRoom()
  const group = useSyncExternalStore(store.subscribeIds, () => store.groups.of(ideaId))
  return group ? <p className={classes.tag}>{group.title || t('untitled')}</p> : null
}

/** While this is drawn nothing is folded away, and names wait for the columns. */
export function useWithoutHeads(): void {
  const { store, selection } = useRoom()
  useEffect(() => {
    for (const groupId of store.groups.now.keys()) if (store.groups.isFolded(groupId)) store.fold(groupId, false)
    return selection.withoutNaming()
  }, [store, selection])
}
