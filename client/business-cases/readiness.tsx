// Owns the signs that an idea is ready to be taken up: what is there, what is not yet, and the one thing a reader can do about
// it here: carry it. Never a gate, and it says so.

import { Button } from '@mantine/core'
import { IconCheck, IconCircleDashed } from '@tabler/icons-react'
import { READY_SIGNALS, type ReadinessView, type ReadySignal } from '../../shared/business-case-views.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './case.module.css'

/** `compact`: within a dialog, without its own buttons. */
export function Readiness({ ideaId, compact = false }: { ideaId: IdeaId; compact?: boolean }) {
  const { t } = useTranslation('estimate')
  const { data: view } = useRead<ReadinessView>(`idea:${ideaId}`, `/api/ideas/${ideaId}/readiness`)
  const words = useWords()
  if (!view) return null
  const there = READY_SIGNALS.filter((sign) => view.signals[sign]).length
  const Heading = compact ? 'h3' : 'h2'
  // In a dialog over the page it would be a second place of the same name.
  const Frame = compact ? 'div' : 'section'
  return (
    <Frame className={classes.ready} aria-label={compact ? undefined : t('ready.title')}>
      <Heading>
        {t('ready.title')}{' '}
        <span className={classes.soft}>{t('ready.count', { count: there, all: READY_SIGNALS.length })}</span>
      </Heading>
      <ul>
        {READY_SIGNALS.map((sign) => (
          <li key={sign} data-there={view.signals[sign] || undefined}>
            {view.signals[sign] ? (
              <IconCheck size={18} aria-hidden="true" />
            ) : (
              <IconCircleDashed size={18} aria-hidden="true" />
            )}
            <span>
              <strong>{t(`ready.${sign}`)}</strong>
              <span className="kiem-unseen">: {t(view.signals[sign] ? 'ready.yes' : 'ready.no')}</span>
              <span className={classes.said}>{words(sign, view)}</span>
            </span>
          </li>
        ))}
      </ul>
      {compact ? null : <Carry ideaId={ideaId} view={view} />}
      <p className={classes.soft}>{t('ready.never')}</p>
    </Frame>
  )
}

function Carry({ ideaId, view }: { ideaId: IdeaId; view: ReadinessView }) {
  const { t } = useTranslation('estimate')
  const own = useCommand('idea.own')
  if (!view.mayOwn) return null

  async function say(): Promise<void> {
    const outcome = await own.run({ ideaId, owned: !view.owning })
    if (outcome.ok) await invalidate([`idea:${ideaId}`])
  }

  return (
    <div>
      <Button
        variant={view.owning ? 'subtle' : 'default'}
        color={view.owning ? 'gray' : undefined}
        size="compact-md"
        loading={own.busy}
        onClick={() => void say()}
      >
        {t(view.owning ? 'ready.disown' : 'ready.own')}
      </Button>
      {view.owning ? null : <p className={classes.soft}>{t('ready.ownHint')}</p>}
      <RefusalText refusal={own.refusal} />
    </div>
  )
}

function useWords() {
  const { t } = useTranslation('estimate')
  const format = useFormat()
  return (sign: ReadySignal, view: ReadinessView): string => {
    const { votes, supporters, units, proposal } = view
    switch (sign) {
      case 'votes':
        if (!votes) return t('ready.votesNone')
        return t(view.signals.votes ? 'ready.votesYes' : 'ready.votesLow', { ...votes })
      case 'supporters': {
        const people = t('ready.supportersMany', { count: supporters })
        if (units !== null && units > 0) return t(units === 1 ? 'ready.unit' : 'ready.units', { people, units })
        return view.signals.supporters ? people : t('ready.supportersFew', { people })
      }
      case 'proposal': {
        const { filled, parts, empty } = proposal
        const list = format.list(empty)
        return list && filled > 0 ? t('ready.missing', { filled, parts, list }) : t('ready.filled', { filled, parts })
      }
      case 'owner':
        return view.owners.length > 0 ? format.list(view.owners.map(({ name }) => name)) : t('ready.ownerNone')
      case 'case':
        return view.estimates > 0 ? t('estimates', { count: view.estimates }) : t('ready.caseNone')
      case 'goal':
        return view.goals > 0 ? t('ready.goals', { count: view.goals }) : t('ready.goalNone')
    }
  }
}
