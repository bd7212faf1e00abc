// Owns one goal in the tree: what it is, how far, whose, which ideas; and for who shapes the tree a menu that puts it elsewhere,
// so that everything goes without a mouse.

import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconIndentDecrease, IconIndentIncrease } from '@tabler/icons-react'
import type { GoalLine } from '../../shared/goal-views.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import { Link } from '../ui/address.tsx'
import { Face } from '../ui/face.tsx'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import classes from './goals.module.css'
import type { Step, Steps } from './moves.ts'
import { ProgressBar } from './progress-bar.tsx'

interface GoalRowProps {
  goal: GoalLine
  /** Null: the tree is not this person's to shape. */
  steps: Steps | null
  onAddUnder?: () => void
}

export function GoalRow({ goal, steps, onAddUnder }: GoalRowProps) {
  const { t } = useTranslation('goal')
  const ideas = Object.values(goal.ideas).reduce((sum, n) => sum + n, 0)
  return (
    <div className={classes.row} data-closed={goal.closedAt !== null || undefined}>
      <div className={classes.rowHead}>
        <Link to={`/goals/${goal.goalId}`} className={classes.title}>
          {goal.title}
        </Link>
        {goal.closedAt === null ? null : <span className={classes.closedMark}>{t('closed')}</span>}
        <span className={classes.rowFacts}>
          {ideas > 0 ? <span>{t('ideas', { count: ideas })}</span> : null}
          {goal.owner ? <Face person={goal.owner} size={28} /> : null}
        </span>
        {steps ? <PlaceMenu goal={goal} steps={steps} onAddUnder={onAddUnder} /> : null}
      </div>
      {goal.measure ? <ProgressBar measure={goal.measure} latest={goal.latest} /> : null}
    </div>
  )
}

const ICONS = { up: IconArrowUp, down: IconArrowDown, in: IconIndentIncrease, out: IconIndentDecrease } as const

function PlaceMenu({
  goal,
  steps,
  onAddUnder,
}: {
  goal: GoalLine
  steps: Steps
  onAddUnder: (() => void) | undefined
}) {
  const { t } = useTranslation('goal')
  const words = useRefusal()
  const { goalId, title } = goal

  async function run(name: 'goal.close' | 'goal.reopen' | 'goal.move', step?: Step): Promise<void> {
    const outcome =
      name === 'goal.move'
        ? await send(name, { goalId, ...(step ?? { parentId: null, before: null }) })
        : await send(name, { goalId })
    if (!outcome.ok) {
      showNotice({ text: words(outcome.error), tone: 'problem' })
      return
    }
    await invalidate(['goals'])
    if (step) announce(t('moved', { title }))
  }

  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('menu.label', { title })}>
          <IconDots size={20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['up', 'down', 'in', 'out'] as const).map((way) => {
          const Icon = ICONS[way]
          const step = steps[way]
          return (
            <Menu.Item
              key={way}
              disabled={!step}
              leftSection={<Icon size={18} aria-hidden="true" />}
              onClick={() => step && void run('goal.move', step)}
            >
              {t(`menu.${way}`)}
            </Menu.Item>
          )
        })}
        <Menu.Divider />
        {onAddUnder && goal.closedAt === null ? <Menu.Item onClick={onAddUnder}>{t('addUnder')}</Menu.Item> : null}
        {goal.closedAt === null ? (
          <Menu.Item onClick={() => void run('goal.close')}>{t('menu.close')}</Menu.Item>
        ) : (
          <Menu.Item onClick={() => void run('goal.reopen')}>{t('menu.reopen')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
