// Owns which goals a board or an idea serves: shown to everybody, chosen by whoever may. Small: it stands beside other things.

import { Button, MultiSelect } from '@mantine/core'
import { useState } from 'react'
import type { GoalsView, ServedGoals as Served } from '../../shared/goal-views.ts'
import { GOALS_MAX_PER_BOARD, GOALS_MAX_PER_IDEA } from '../../shared/limits.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { useUser } from '../live/session.ts'
import { Link } from '../ui/address.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './goals.module.css'

/** In the idea's side column: its goals as links, and for who may edit it a way to choose others. */
export function IdeaGoals({ ideaId, mayEdit }: { ideaId: IdeaId; mayEdit: boolean }) {
  const { t } = useTranslation('goal')
  // To guests the organisation's goals are not there.
  const isMember = useUser()?.isGuest === false
  const read = useRead<Served>(`idea:${ideaId}`, `/api/ideas/${ideaId}/goals`, { enabled: isMember })
  const [choosing, setChoosing] = useState(false)
  const served = read.data
  if (!served || (served.goals.length === 0 && !mayEdit)) return null
  return (
    <section className={classes.served} aria-labelledby="idea-goals">
      <h2 id="idea-goals">{t('serves.idea')}</h2>
      {served.goals.length > 0 && !choosing ? (
        <ul className={classes.goalLinks}>
          {served.goals.map(({ goalId, title }) => (
            <li key={goalId}>
              <Link to={`/goals/${goalId}`}>{title}</Link>
            </li>
          ))}
        </ul>
      ) : null}
      {served.goals.length > 0 && !served.own && !choosing ? (
        <span className={classes.soft}>{t('serves.fromBoard')}</span>
      ) : null}
      {choosing ? (
        <Choice
          label={t('serves.choose')}
          most={GOALS_MAX_PER_IDEA}
          chosen={served.own ? served.goals : []}
          onChoose={(goalIds) => send('idea.set-goals', { ideaId, goalIds })}
          topic={`idea:${ideaId}`}
        />
      ) : null}
      {mayEdit ? (
        <Button variant="subtle" size="compact-md" className={classes.quiet} onClick={() => setChoosing(!choosing)}>
          {choosing ? t('action.done', { ns: 'common' }) : t('serves.choose')}
        </Button>
      ) : null}
    </section>
  )
}

/** In a board's settings. */
export function BoardGoals({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('goal')
  const read = useRead<Served>(`board:${boardId}`, `/api/boards/${boardId}/goals`)
  if (!read.data) return null
  return (
    <section className={classes.served}>
      <Choice
        label={t('serves.board')}
        hint={t('serves.boardHint')}
        most={GOALS_MAX_PER_BOARD}
        chosen={read.data.goals}
        onChoose={(goalIds) => send('board.set-goals', { boardId, goalIds })}
        topic={`board:${boardId}`}
      />
    </section>
  )
}

interface ChoiceProps {
  label: string
  hint?: string
  most: number
  chosen: Served['goals']
  onChoose: (goalIds: string[]) => Promise<{ ok: true } | { ok: false; error: Refusal }>
  topic: string
}

/** Sent as soon as it is chosen. */
function Choice({ label, hint, most, chosen, onChoose, topic }: ChoiceProps) {
  const { t } = useTranslation('goal')
  const all = useRead<GoalsView>('goals', '/api/goals')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const open = (all.data?.goals ?? []).filter(({ closedAt }) => closedAt === null)
  const titles = new Map([...chosen, ...open].map(({ goalId, title }) => [goalId, title]))
  if (all.data && titles.size === 0) {
    return (
      <p className={classes.soft}>
        {t('serves.noGoals')} <Link to="/goals">{t('title')}</Link>
      </p>
    )
  }

  async function choose(goalIds: string[]): Promise<void> {
    const outcome = await onChoose(goalIds)
    setRefusal(outcome.ok ? null : outcome.error)
    await invalidate([topic, 'goals'])
  }

  return (
    <>
      <MultiSelect
        size="md"
        label={label}
        description={hint ?? t('serves.most', { count: most })}
        placeholder={chosen.length === 0 ? t('serves.none') : ''}
        searchable
        maxValues={most}
        value={chosen.map(({ goalId }) => goalId)}
        data={[...titles].map(([value, title]) => ({ value, label: title }))}
        onChange={(goalIds) => void choose(goalIds)}
      />
      <RefusalText refusal={refusal} />
    </>
  )
}
