// Owns the card everybody is called to as a phone shows it: the whole screen, the words large, and three ways on: into the
// card, one's own way, or back to the board. It closes by itself when everybody is let go.

import { Button, Modal } from '@mantine/core'
import { type CSSProperties, useRef } from 'react'
import type { BoardId, IdeaId, NoteColor } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { useBackCloses } from '../ui/back-closes.ts'
import { noteStyle } from '../ui/note-color.tsx'
import classes from './called.module.css'
import { roam } from './roam.ts'

export interface CalledSheetProps {
  boardId: BoardId
  ideaId: IdeaId
  number: number | undefined
  words: string
  color: NoteColor
  /** `stays`: they look around themselves, and are not brought to the card. */
  onClose: (stays: boolean) => void
}

/** Up to here the words are as large as the screen allows. */
const SHORT_CHARS = 120

export function CalledSheet({ boardId, ideaId, number, words, color, onClose }: CalledSheetProps) {
  const { t } = useTranslation('session')
  const stays = useRef(false)
  const close = useBackCloses(() => onClose(stays.current))
  return (
    <Modal
      opened
      fullScreen
      radius={0}
      transitionProps={{ duration: 0 }}
      onClose={close}
      returnFocus={false}
      title={t('summons.sheet')}
      closeButtonProps={{ 'aria-label': t('summons.back') }}
      classNames={{ content: classes.content!, body: classes.body! }}
      data-called-sheet
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long words are scrolled by keys, too */}
      <div
        className={classes.card}
        style={noteStyle(color) as CSSProperties}
        tabIndex={0}
        data-autofocus
        data-called={ideaId}
      >
        {number === undefined ? null : <p className={classes.number}>{`#${number}`}</p>}
        <p className={classes.words} data-short={words.length <= SHORT_CHARS || undefined}>
          {words}
        </p>
      </div>
      <div className={classes.ways}>
        <Button size="md" onClick={() => navigate(`/i/${ideaId}`, { replace: true })}>
          {t('summons.open')}
        </Button>
        <Button variant="default" size="md" onClick={close}>
          {t('summons.back')}
        </Button>
        <Button
          variant="subtle"
          size="md"
          onClick={() => {
            stays.current = true
            void roam(boardId, true)
            close()
          }}
        >
          {t('summons.roam')}
        </Button>
      </div>
    </Modal>
  )
}
