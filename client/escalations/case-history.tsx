// Owns the story of a case: every step, who made it, what was said, when; the clock's own steps as such.

import { IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import type { CaseView, MoveView } from '../../shared/cases.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Face } from '../ui/face.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { UnstyledButton } from '@mantine/core'
import classes from './case.module.css'
import { moveWords } from './case-words.ts'

/** The last ones say where it stands; the rest is a press away. */
const SHOWN_AT_FIRST = 4

export function CaseHistory({ about }: { about: CaseView }) {
  const { t } = useTranslation('case')
  const [all, setAll] = useState(false)
  const { moves } = about
  // One hidden step is no shorter than the button that shows it.
  const hidden = all || moves.length <= SHOWN_AT_FIRST + 1 ? 0 : moves.length - SHOWN_AT_FIRST
  return (
    <section aria-label={t('history.title')}>
      {hidden > 0 ? (
        <UnstyledButton className={classes.earlier} onClick={() => setAll(true)}>
          {t('history.earlier', { count: hidden })}
        </UnstyledButton>
      ) : null}
      <ol className={classes.history}>
        {moves.slice(hidden).map((step, index) => (
          <Step key={step.seq} step={step} before={moves[hidden + index - 1]} />
        ))}
      </ol>
    </section>
  )
}

function Step({ step, before }: { step: MoveView; before: MoveView | undefined }) {
  const { t } = useTranslation('case')
  return (
    <li className={classes.past} data-move={step.move}>
      <span className={classes.bead}>
        {step.by ? <Face person={step.by} size={28} decorative /> : <IconClock size={18} aria-hidden />}
      </span>
      <div>
        <p className={classes.did}>
          {moveWords(step, before, t)} <RelativeTime at={step.at} />
          {step.via === 'link' ? <span className={classes.way}>{t('history.byLink')}</span> : null}
        </p>
        {step.words ? <p className={classes.said}>{step.words}</p> : null}
        {step.also ? (
          <p className={classes.said}>
            {t(step.move === 'stop' ? 'history.learnt' : 'history.wouldChange', { words: step.also })}
          </p>
        ) : null}
      </div>
    </li>
  )
}
