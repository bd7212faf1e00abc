// Owns what a desk says of promises: what this person is to measure and the steps they are to take, late ones first, each answerable
// in place.

import { Button, Checkbox } from '@mantine/core'
import { useRef, useState } from 'react'
import type { DueItem } from '../../shared/outcomes.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import { middayOf, useDays } from '../ui/days.ts'
import list from '../ui/desk-list.module.css'
import { showUndo } from '../ui/notices.tsx'
import classes from './due-list.module.css'
import { MeasureForm } from './measure-form.tsx'
import outcome from './outcome.module.css'
import { Promised } from './outcome-panel.tsx'
import { PromiseLine } from './promise-line.tsx'
import { useStepDone } from './step-done.ts'

type ToMeasure = Extract<DueItem, { what: 'measure' }>
type Step = Extract<DueItem, { what: 'step' }>

export function DueList({ items }: { items: readonly DueItem[] }) {
  const { t } = useTranslation('outcome')
  const heading = useRef<HTMLHeadingElement>(null)
  if (items.length === 0) return null
  return (
    <section className={list.section} aria-labelledby="desk-due" data-desk="due">
      <h2 id="desk-due" ref={heading} tabIndex={-1}>
        {t('desk.title')} <span className={list.count}>{items.length}</span>
      </h2>
      <ul className={list.items}>
        {items.map((item) =>
          item.what === 'measure' ? (
            <MeasureItem key={item.escalationId} item={item} onDone={() => heading.current?.focus()} />
          ) : (
            <StepItem key={item.milestoneId} item={item} />
          ),
        )}
      </ul>
    </section>
  )
}

function OfIdea({ item }: { item: DueItem }) {
  const { t } = useTranslation('outcome')
  return (
    <p className={outcome.soft}>
      <Link to={`/i/${item.ideaId}`}>{item.text.split('\n')[0]}</Link>
      <span className={classes.board}>{t('page.onBoard', { board: item.boardTitle })}</span>
    </p>
  )
}

function MeasureItem({ item, onDone }: { item: ToMeasure; onDone: () => void }) {
  const { t } = useTranslation('outcome')
  const [opened, setOpened] = useState(false)
  const { promise, late, isDue } = item
  const { escalationId, ideaId } = item
  return (
    <li className={`${list.item} ${classes.item}`} data-due="measure" data-late={late || undefined}>
      <Promised promise={promise} late={late} isMeasured={false} />
      <OfIdea item={item} />
      {opened ? (
        <div ref={focusFirst}>
          <MeasureForm
            outcome={{ escalationId, ideaId, result: null }}
            promise={promise}
            onDone={onDone}
            onCancel={() => setOpened(false)}
          />
        </div>
      ) : (
        <>
          <PromiseLine promise={promise} result={null} />
          <Button className={classes.ask} variant={isDue ? 'filled' : 'default'} onClick={() => setOpened(true)}>
            {t('ask.measure')}
          </Button>
        </>
      )}
    </li>
  )
}

/** What was asked for is where one types. */
function focusFirst(form: HTMLDivElement | null): void {
  form?.querySelector<HTMLElement>('input')?.focus()
}

function StepItem({ item }: { item: Step }) {
  const { t } = useTranslation('outcome')
  const { t: common } = useTranslation()
  const days = useDays()
  const tick = useStepDone()
  const { title, dueOn, late } = item

  async function done(): Promise<void> {
    if (!(await tick(item, true))) return
    showUndo(t('desk.stepDone', { title }), common('action.undo'), () => void tick(item, false))
  }

  return (
    <li className={`${list.item} ${classes.item}`} data-due="step" data-late={late || undefined}>
      <Checkbox
        size="md"
        checked={false}
        label={title}
        classNames={{ label: classes.step }}
        onChange={() => void done()}
      />
      <p className={outcome.soft} data-late={late || undefined}>
        {t(late ? 'milestones.late' : 'milestones.by', { day: days.day(middayOf(dueOn)) })}
      </p>
      <OfIdea item={item} />
    </li>
  )
}
