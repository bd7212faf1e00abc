// Owns the row of steps as something to change: order, names, minutes, and what may be done in each. With buttons rather than
// dragging, so that keys and thumbs do it alike.

import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconSettings, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Phase } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { newId } from '../live/keys.ts'
import { announce } from '../ui/live-region.tsx'
import { PhaseMark } from './phase-mark.tsx'
import { usePhaseText } from './phase-text.ts'
import {
  changedStep,
  firstOpenStep,
  hasRoom,
  KINDS_OF_STEP,
  type KindOfStep,
  minutesOf,
  movedStep,
  newStep,
  timerFrom,
} from './plan.ts'
import classes from './plan.module.css'
import { StepSettings } from './step-settings.tsx'

const ICON = { size: 20, stroke: 1.8, 'aria-hidden': true } as const
const KINDS = Object.keys(KINDS_OF_STEP) as KindOfStep[]

interface PlanEditorProps {
  phases: readonly Phase[]
  /** The phase that is on; null before a session begins. */
  onId: string | null
  onChange: (phases: readonly Phase[]) => void
}

export function PlanEditor({ phases, onId, onChange }: PlanEditorProps) {
  const { t } = useTranslation('lead')
  const words = usePhaseText()
  const firstOpen = firstOpenStep(phases, onId)
  function add(what: KindOfStep): void {
    const phase = { ...newStep(what), phaseId: newId() }
    onChange([...phases, phase])
    announce(t('plan.added', { name: words.name(phase) }))
  }
  function move(phase: Phase, by: 1 | -1): void {
    const next = movedStep(phases, phase.phaseId, by, firstOpen)
    onChange(next)
    announce(t('plan.moved', { name: words.name(phase), place: next.indexOf(phase) + 1 }))
  }
  return (
    <>
      <ol className={classes.steps} aria-label={t('plan.steps')}>
        {phases.map((phase, index) => (
          <PlanStep
            key={phase.phaseId}
            phase={phase}
            state={index >= firstOpen ? 'open' : phase.phaseId === onId ? 'on' : 'been'}
            first={index <= firstOpen}
            last={index === phases.length - 1}
            only={phases.length === 1}
            onMove={(by) => move(phase, by)}
            onChange={(change) => onChange(changedStep(phases, phase.phaseId, change))}
            onRemove={() => {
              onChange(phases.filter((other) => other !== phase))
              announce(t('plan.removed', { name: words.name(phase) }))
            }}
          />
        ))}
      </ol>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus {...ICON} />} disabled={!hasRoom(phases)}>
            {t('plan.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((what) => (
            <Menu.Item key={what} onClick={() => add(what)}>
              {t(`plan.kind.${what}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

interface PlanStepProps {
  phase: Phase
  state: 'been' | 'on' | 'open'
  first: boolean
  last: boolean
  only: boolean
  onMove: (by: 1 | -1) => void
  onChange: (change: Partial<Phase>) => void
  onRemove: () => void
}

function PlanStep({ phase, state, first, last, only, onMove, onChange, onRemove }: PlanStepProps) {
  const { t } = useTranslation('lead')
  const words = usePhaseText()
  const [opened, setOpened] = useState(false)
  const name = words.name(phase)
  const open = state === 'open'
  return (
    <li className={classes.step} data-state={state}>
      <span className={classes.mark}>
        <PhaseMark phase={phase} size={20} />
      </span>
      <input
        className={classes.name}
        aria-label={t('plan.name', { name })}
        value={phase.title}
        placeholder={words.name({ ...phase, title: '' })}
        maxLength={60}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <Minutes timerMs={phase.timerMs} name={name} disabled={!open} onChange={(timerMs) => onChange({ timerMs })} />
      {open ? (
        <span className={classes.tools}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('plan.up', { name })}
            disabled={first}
            onClick={() => onMove(-1)}
          >
            <IconArrowUp {...ICON} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('plan.down', { name })}
            disabled={last}
            onClick={() => onMove(1)}
          >
            <IconArrowDown {...ICON} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('plan.settings', { name })}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <IconSettings {...ICON} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('plan.remove', { name })}
            disabled={only}
            onClick={onRemove}
          >
            <IconTrash {...ICON} />
          </ActionIcon>
        </span>
      ) : (
        <span className={classes.state}>{t(state === 'on' ? 'plan.on' : 'plan.been')}</span>
      )}
      {opened && open ? <StepSettings phase={phase} onChange={onChange} /> : null}
    </li>
  )
}

interface MinutesProps {
  timerMs: number | null
  name: string
  disabled: boolean
  onChange: (timerMs: number | null) => void
}

/** What is typed stays as it is typed; only a time that is one counts. */
function Minutes({ timerMs, name, disabled, onChange }: MinutesProps) {
  const { t } = useTranslation('lead')
  const [typed, setTyped] = useState(minutesOf(timerMs))
  const wrong = timerFrom(typed) === undefined
  return (
    <span className={classes.minutes}>
      <input
        aria-label={t('plan.minutes', { name })}
        aria-invalid={wrong || undefined}
        inputMode="decimal"
        disabled={disabled}
        value={typed}
        placeholder="–"
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          const ms = timerFrom(event.currentTarget.value)
          if (ms !== undefined) onChange(ms)
        }}
      />
      <span aria-hidden="true">{t('plan.min')}</span>
    </span>
  )
}
