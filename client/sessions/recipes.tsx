// Owns choosing how a session goes: the recipes as cards, each with one line of what happens and its row of phases, one's own
// among them, and changing the chosen one before it begins.

import { ActionIcon, Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { type OwnRecipe, type Phase, RECIPE_STEPS, type RecipeName } from '../../shared/session.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { send, useCommand } from '../live/command.ts'
import { newId } from '../live/keys.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { lazy } from '../ui/lazy.ts'
import { showUndo } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { PhaseMark } from './phase-mark.tsx'
import { usePhaseText } from './phase-text.ts'
import classes from './recipes.module.css'
import { MINUTE_MS } from './use-lead.ts'

const OwnSteps = lazy(async () => {
  const [{ OwnSteps: steps }] = await Promise.all([import('./own-steps.tsx'), alsoWords('lead')])
  return { default: steps }
})

type Ready = Exclude<RecipeName, 'own'>
const READY = Object.keys(RECIPE_STEPS) as Ready[]

/** A ready-made recipe by its name, or one's own by its id. */
type Choice = Ready | OwnRecipe

const readyPhases = (recipe: Ready): Phase[] =>
  RECIPE_STEPS[recipe].map((step, place) => ({ ...step, phaseId: `step-${place}`, title: '' }))

export function Recipes({ boardId, onStarted }: { boardId: BoardId; onStarted: () => void }) {
  const { t } = useTranslation('session')
  const own = useRead<OwnRecipe[]>('recipes', '/api/recipes').data ?? []
  const [chosen, choose] = useState<Choice>('brainstorm')
  const [edited, edit] = useState<readonly Phase[] | null>(null)
  const start = useCommand('session.start')
  const name = typeof chosen === 'string' ? t(`recipe.${chosen}.name`) : chosen.name

  async function submit(): Promise<void> {
    const recipe = typeof chosen === 'string' ? chosen : 'own'
    const phases = edited ?? (typeof chosen === 'string' ? null : chosen.phases)
    const outcome = await start.run({ boardId, recipe, ...(phases ? { phases: [...phases] } : {}) })
    if (outcome.ok) onStarted()
  }
  function change(): void {
    const phases = typeof chosen === 'string' ? readyPhases(chosen) : chosen.phases
    // Ids of their own: a step that comes twice, or is kept as somebody's own, is another one.
    edit(phases.map((phase) => ({ ...phase, phaseId: newId() })))
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {edited ? (
        <Suspense fallback={<Skeletons lines={4} height={48} />}>
          <OwnSteps
            phases={edited}
            recipe={typeof chosen === 'string' ? null : chosen}
            onChange={edit}
            onBack={() => edit(null)}
          />
        </Suspense>
      ) : (
        <fieldset className={classes.recipes}>
          <legend className="kiem-unseen">{t('start.recipes')}</legend>
          {own.map((recipe) => (
            <RecipeCard
              key={recipe.recipeId}
              name={recipe.name}
              phases={recipe.phases}
              isChosen={typeof chosen !== 'string' && chosen.recipeId === recipe.recipeId}
              onChoose={() => choose(recipe)}
              onForget={() => {
                if (chosen === recipe) choose('brainstorm')
                void send('recipe.remove', { recipeId: recipe.recipeId })
                showUndo(
                  t('start.forgotten', { name: recipe.name }),
                  t('start.undo'),
                  () => void send('recipe.save', recipe),
                )
              }}
            />
          ))}
          {READY.map((recipe) => (
            <RecipeCard
              key={recipe}
              name={t(`recipe.${recipe}.name`)}
              what={t(`recipe.${recipe}.what`)}
              phases={readyPhases(recipe)}
              isChosen={recipe === chosen}
              onChoose={() => choose(recipe)}
            />
          ))}
        </fieldset>
      )}
      <RefusalText refusal={start.refusal} />
      <div className={classes.submit} data-still={edited ? true : undefined}>
        {edited ? null : (
          <Button variant="default" onClick={change}>
            {t('lead.plan')}
          </Button>
        )}
        <Button type="submit" className={classes.start} loading={start.busy}>
          {t('start.chosen', { name })}
        </Button>
      </div>
    </form>
  )
}

interface RecipeCardProps {
  name: string
  what?: string
  phases: readonly Phase[]
  isChosen: boolean
  onChoose: () => void
  /** Of one's own. */
  onForget?: () => void
}

function RecipeCard({ name, what, phases, isChosen, onChoose, onForget }: RecipeCardProps) {
  const { t } = useTranslation('session')
  const totalMs = phases.reduce((sum, { timerMs }) => sum + (timerMs ?? 0), 0)
  return (
    <div className={classes.card}>
      <label className={classes.recipe} data-chosen={isChosen || undefined}>
        <input type="radio" name="recipe" className="kiem-unseen" checked={isChosen} onChange={onChoose} />
        <span className={classes.head}>
          <strong>{name}</strong>
          <span className={classes.total}>{t('start.total', { count: Math.round(totalMs / MINUTE_MS) })}</span>
        </span>
        {what ? <span className={classes.what}>{what}</span> : null}
        <PhaseRow phases={phases} />
      </label>
      {onForget ? (
        <ActionIcon
          className={classes.forget}
          variant="subtle"
          color="gray"
          aria-label={t('start.forget', { name })}
          onClick={onForget}
        >
          <IconTrash size={20} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      ) : null}
    </div>
  )
}

function PhaseRow({ phases }: { phases: readonly Phase[] }) {
  const { t } = useTranslation('session')
  const words = usePhaseText()
  return (
    <span className={classes.row}>
      {phases.map((phase) => (
        <span key={phase.phaseId} className={classes.phase}>
          <PhaseMark phase={phase} size={16} />
          <span>{words.name(phase)}</span>
          {phase.timerMs ? (
            <span className={classes.minutes}>
              {t('start.minutes', { count: Math.round((phase.timerMs / MINUTE_MS) * 10) / 10 })}
            </span>
          ) : null}
        </span>
      ))}
    </span>
  )
}
