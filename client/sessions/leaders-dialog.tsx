// Owns the dialog of who leads: who is in the lead, who leads too, who is the deputy, and giving each of these to somebody on
// the board. What each may, the server decides.

import { ActionIcon, Menu, Modal, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardId, BoardView, PersonView } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { Person } from '../ui/face.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { ErrorState } from '../ui/states.tsx'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import { type LeaderPart, partOf, shownLeaders } from './leaders.ts'
import classes from './leaders.module.css'

interface LeadersDialogProps {
  board: Pick<BoardView, 'boardId' | 'facilitators'>
  session: LedgerSession
  onClose: () => void
}

export function LeadersDialog({ board, session, onClose }: LeadersDialogProps) {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const { boardId } = board
  const people = useRead<(PersonView & { removed: boolean })[]>(`board:${boardId}`, `/api/boards/${boardId}/people`)
  const [query, setQuery] = useState('')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const facilitators = board.facilitators.map(({ userId }) => userId as string)
  const all = (people.data ?? []).filter(({ removed, isGuest }) => !removed && !isGuest)
  const { shown, more } = shownLeaders(all, session.lead, facilitators, query)

  async function run(asked: Promise<Outcome<unknown>>, done: string): Promise<void> {
    const outcome = await asked
    setRefusal(outcome.ok ? null : outcome.error)
    if (outcome.ok) announce(done)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.title')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <p className={classes.lead}>
        {t('people.lead')} {t('people.deputyWhy')}
      </p>
      {people.isError ? <ErrorState refusal={people.error} onRetry={() => void people.refetch()} /> : null}
      {people.isPending ? <Skeletons lines={3} height={44} /> : null}
      <TextInput
        label={t('people.find')}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        mb="sm"
      />
      <RefusalText refusal={refusal} />
      <ul className={classes.people}>
        {shown.map((person) => (
          <LeaderRow
            key={person.userId}
            boardId={boardId}
            person={person}
            part={partOf(person.userId, session.lead, facilitators)}
            run={run}
          />
        ))}
      </ul>
      {people.data && shown.length === 0 ? <p className={classes.lead}>{t('people.none')}</p> : null}
      {more ? <p className={classes.lead}>{t('people.most')}</p> : null}
    </Modal>
  )
}

interface LeaderRowProps {
  boardId: BoardId
  person: PersonView
  part: LeaderPart
  run: (asked: Promise<Outcome<unknown>>, done: string) => Promise<void>
}

function LeaderRow({ boardId, person, part, run }: LeaderRowProps) {
  const { t } = useTranslation('lead')
  const { userId, name } = person
  const notes = [
    part.inLead ? t('people.inLead') : null,
    part.onBoard ? t('people.board') : part.shares && !part.inLead ? t('people.leads') : null,
    part.deputy ? t('people.deputy') : null,
  ].filter((note) => note !== null)
  return (
    <li className={classes.person}>
      <Person person={person} note={notes.length > 0 ? notes.join(' · ') : person.unit} />
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('people.menu', { name })}>
            <IconDots size={22} stroke={1.8} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {part.inLead ? null : (
            <Menu.Item
              onClick={() => void run(send('session.hand-over', { boardId, userId }), t('people.handedOver', { name }))}
            >
              {t('people.handOver')}
            </Menu.Item>
          )}
          {part.onBoard ? null : (
            <Menu.Item
              onClick={() =>
                void run(
                  send('session.share-lead', { boardId, userId, leads: !part.shares }),
                  t(part.shares ? 'people.unshared' : 'people.shared', { name }),
                )
              }
            >
              {t(part.shares ? 'people.unshare' : 'people.share')}
            </Menu.Item>
          )}
          {part.inLead && !part.deputy ? null : (
            <Menu.Item
              onClick={() =>
                void run(
                  send('session.deputy', { boardId, userId: part.deputy ? null : userId }),
                  t(part.deputy ? 'people.endedDeputy' : 'people.namedDeputy', { name }),
                )
              }
            >
              {t(part.deputy ? 'people.endDeputy' : 'people.nameDeputy')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}
