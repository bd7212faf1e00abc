// Owns the way through the topics for who leads: on, back, park, skip, and asking for more time.

import { Button, Menu } from '@mantine/core'
import { IconArrowLeft, IconDots, IconHelpCircle, IconParking, IconPlayerSkipForward } from '@tabler/icons-react'
import type { LedgerDiscussion, Topic } from '../../shared/discussion.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './agenda.module.css'
import { topicBefore } from './agenda.ts'
import type { Talk } from './use-talk.ts'

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const

interface LeadRowProps {
  discussion: LedgerDiscussion | null
  current: Topic | null
  talk: Talk
}

export function LeadRow({ discussion, current, talk }: LeadRowProps) {
  const { t } = useTranslation('discussion')
  const { t: common } = useTranslation()
  const others = discussion?.topics.some(({ topicId, state }) => state === 'open' && topicId !== current?.topicId)
  if (!discussion || !current) {
    if (discussion && !others) return null
    return (
      <div className={classes.lead}>
        <Button variant="light" loading={talk.busy} onClick={() => void talk.go(discussion)}>
          {t(discussion ? 'lead.resume' : 'lead.begin')}
        </Button>
      </div>
    )
  }
  const before = topicBefore(discussion, current.topicId)
  return (
    <div className={classes.lead}>
      <Button variant="light" loading={talk.busy} onClick={() => void talk.go(discussion)}>
        {t(others ? 'lead.next' : 'lead.last')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconParking {...ICON} />}
        onClick={() => void talk.go(discussion, undefined, 'parked')}
      >
        {t('lead.park')}
      </Button>
      <Menu position="bottom-start" portalProps={{ target: '#main' }}>
        <Menu.Target>
          <Button variant="default" px="sm" aria-label={common('action.more')}>
            <IconDots {...ICON} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconArrowLeft {...ICON} />}
            disabled={!before}
            onClick={() => void talk.go(discussion, before?.topicId, 'open')}
          >
            {t('lead.previous')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPlayerSkipForward {...ICON} />}
            onClick={() => void talk.go(discussion, undefined, 'skipped')}
          >
            {t('lead.skip')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconHelpCircle {...ICON} />}
            disabled={discussion.more !== null}
            onClick={() => talk.ask(true)}
          >
            {t('lead.ask')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
