// Owns calling everybody to a card from the remote: a list of what is on the board, found by a few of its words.

import { Button, Modal, TextInput } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { boardDocument, cardsOf, readCard } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { useDocument } from '../live/documents.ts'
import type { Ledger } from '../live/ledger.ts'
import { useWatched } from '../live/use-watched.ts'
import { watchMap } from '../live/watch.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { type Callable, callable } from './callable.ts'
import classes from './remote.module.css'

interface RemoteCallProps {
  boardId: BoardId
  ledger: Ledger | null
}

/** Nothing while there is no card to see. */
export function RemoteCall({ boardId, ledger }: RemoteCallProps) {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const document = useDocument(boardDocument(boardId))
  const cards = useWatched(useMemo(() => (document ? watchMap(cardsOf(document.doc), readCard) : null), [document]))
  const summon = useCommand('session.summon')
  const [opened, setOpened] = useState(false)
  const [words, setWords] = useState('')
  if (cards.size === 0) return null
  const found = callable(cards, (ideaId) => ledger?.ideas.get(ideaId)?.number, words)

  function close(): void {
    setOpened(false)
    setWords('')
  }
  async function call(ideaId: IdeaId): Promise<void> {
    const outcome = await summon.run({ boardId, ideaId })
    if (outcome.ok) close()
  }
  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconEye size={20} stroke={1.8} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        {t('call.open')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        fullScreen
        title={t('call.open')}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        <TextInput
          type="search"
          label={t('call.find')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <RefusalText refusal={summon.refusal} />
        <Cards found={found} none={t('call.none')} onCall={(ideaId) => void call(ideaId)} />
      </Modal>
    </>
  )
}

interface CardsProps {
  found: Callable[]
  none: string
  onCall: (ideaId: IdeaId) => void
}

function Cards({ found, none, onCall }: CardsProps) {
  if (found.length === 0) return <p role="status">{none}</p>
  return (
    <ul className={classes.cards}>
      {found.map(({ ideaId, title, number }) => (
        <li key={ideaId}>
          <button type="button" className={classes.card} onClick={() => onCall(ideaId)}>
            {title}
            {number === undefined ? null : <span>#{number}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
}
