// Owns the people of a board in its settings: who is on it, who leads it, and showing somebody out.

import { Button, Group } from '@mantine/core'
import type { BoardView, PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { Person } from '../ui/face.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { ErrorState } from '../ui/states.tsx'
import classes from './settings.module.css'

/** GET /api/boards/<id>/people */
interface BoardPerson extends PersonView {
  role: 'facilitator' | 'participant'
  removed: boolean
  /** At whose device they sit, or who enters for them. */
  heldBy?: { name: string }
  proxy?: true
}

export function SettingsPeople({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const { boardId } = board
  const people = useRead<BoardPerson[]>(`board:${boardId}`, `/api/boards/${boardId}/people`)
  return (
    <section aria-labelledby="settings-people" className={classes.section}>
      <h2 id="settings-people">{t('settings.people')}</h2>
      {people.isError ? <ErrorState refusal={people.error} onRetry={() => void people.refetch()} /> : null}
      {people.isPending ? <Skeletons lines={3} height={40} /> : null}
      {people.data?.length === 0 ? <p className={classes.hint}>{t('settings.noPeople')}</p> : null}
      <ul className={classes.people}>
        {people.data?.map((person) => (
          <PersonRow key={person.userId} board={board} person={person} />
        ))}
      </ul>
    </section>
  )
}

function PersonRow({ board, person }: { board: BoardView; person: BoardPerson }) {
  const { t } = useTranslation('board')
  const { t: seats } = useTranslation('lead')
  const words = useRefusal()
  const { boardId } = board
  const { userId, name } = person
  const leads = person.role === 'facilitator' && !person.removed
  const note = person.removed
    ? t('settings.isOut')
    : leads
      ? t('settings.lead')
      : person.heldBy
        ? seats(person.proxy ? 'seats.enteredBy' : 'seats.heldBy', { name: person.heldBy.name })
        : person.isGuest
          ? t('role.guest', { ns: 'common' })
          : person.unit

  async function run(
    command: 'board.add-facilitator' | 'board.remove-facilitator' | 'board.remove-person',
  ): Promise<void> {
    const outcome = await send(command, { boardId, userId })
    if (!outcome.ok) showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate([`board:${boardId}`])
  }

  return (
    <li className={classes.person} data-out={person.removed || undefined}>
      <Person person={person} note={note} />
      <Group gap={4} ml="auto">
        {!leads && !person.isGuest ? (
          <Button
            variant="subtle"
            size="sm"
            aria-label={t('settings.makeLead', { name })}
            onClick={() => void run('board.add-facilitator')}
          >
            {t('settings.makeLeadShort')}
          </Button>
        ) : null}
        {leads && board.facilitators.length > 1 ? (
          <Button variant="subtle" size="sm" onClick={() => void run('board.remove-facilitator')}>
            {t('settings.endLead')}
          </Button>
        ) : null}
        {leads || person.removed ? null : (
          <ConfirmAction
            label={t('settings.putOut')}
            question={t('settings.putOutQuestion', { name })}
            confirm={t('settings.putOutYes')}
            onConfirm={() => run('board.remove-person')}
            danger
            buttonProps={{ variant: 'subtle', color: 'gray', size: 'sm' }}
          >
            {t('settings.putOutBody')}
          </ConfirmAction>
        )}
      </Group>
    </li>
  )
}
