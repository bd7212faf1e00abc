// Owns the menu of who leads: every step to go to (back, ahead, past one), the wall and the remote, the sound, the end.

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDeviceMobile,
  IconDots,
  IconEyeglass,
  IconFlag,
  IconListDetails,
  IconPresentation,
  IconUsers,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import type { BoardView } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { lazy } from '../ui/lazy.ts'
import { mute, useMuted } from './chime.ts'
import { PhaseMark } from './phase-mark.tsx'
import { usePhaseText } from './phase-text.ts'
import { stepsOf } from './steps.ts'
import type { Lead } from './use-lead.ts'

const LeadersDialog = lazy(async () => {
  const [{ LeadersDialog: dialog }] = await Promise.all([import('./leaders-dialog.tsx'), alsoWords('lead')])
  return { default: dialog }
})

const PlanDialog = lazy(async () => {
  const [{ PlanDialog: dialog }] = await Promise.all([import('./plan-dialog.tsx'), alsoWords('lead')])
  return { default: dialog }
})

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const

interface PhaseMenuProps {
  board: Pick<BoardView, 'boardId' | 'facilitators'>
  session: LedgerSession
  lead: Lead
  onEnd: () => void
  /** Where there is a board to look at. */
  onSeeAs?: () => void
}

export function PhaseMenu({ board, session, lead, onEnd, onSeeAs }: PhaseMenuProps) {
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const muted = useMuted()
  const [dialog, open] = useState<'leaders' | 'plan' | null>(null)
  const away = { target: '_blank', rel: 'noopener', component: 'a' } as const
  return (
    <>
      <Menu position="bottom-end" width={260} portalProps={{ target: '#main' }}>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={t('lead.menu')}>
            <IconDots size={22} stroke={1.8} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {/* Of the menu, for eyes: a menu holds nothing but choices. */}
          {stepsOf(session).map(({ phase, state, place }) => (
            <Menu.Item
              key={phase.phaseId}
              disabled={state === 'now'}
              leftSection={<PhaseMark phase={phase} size={18} />}
              rightSection={state === 'now' ? <span>{t('bar.now')}</span> : undefined}
              onClick={() => void lead.advance({ to: phase.phaseId })}
            >
              {`${place}. ${words.name(phase)}`}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPresentation {...ICON} />} {...away} href={`/b/${board.boardId}/present`}>
            {t('lead.wall')}
          </Menu.Item>
          <Menu.Item leftSection={<IconDeviceMobile {...ICON} />} {...away} href={`/b/${board.boardId}/control`}>
            {t('lead.remote')}
          </Menu.Item>
          <Menu.Item
            leftSection={muted ? <IconVolume {...ICON} /> : <IconVolumeOff {...ICON} />}
            onClick={() => mute(!muted)}
          >
            {t(muted ? 'lead.unmute' : 'lead.mute')}
          </Menu.Item>
          {onSeeAs ? (
            <Menu.Item leftSection={<IconEyeglass {...ICON} />} onClick={onSeeAs}>
              {t('seeAs.start')}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconListDetails {...ICON} />} onClick={() => open('plan')}>
            {t('lead.plan')}
          </Menu.Item>
          <Menu.Item leftSection={<IconUsers {...ICON} />} onClick={() => open('leaders')}>
            {t('lead.people')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconFlag {...ICON} />} onClick={onEnd}>
            {t('end.button')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog === 'leaders' ? <LeadersDialog board={board} session={session} onClose={() => open(null)} /> : null}
        {dialog === 'plan' ? <PlanDialog boardId={board.boardId} session={session} onClose={() => open(null)} /> : null}
      </Suspense>
    </>
  )
}
