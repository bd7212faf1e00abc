// Owns raised hands as who leads sees them: how many, by name where names are allowed, and lowering them.

import { Button, Menu } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import type { SessionMine } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'

interface HandsMenuProps {
  raised: number
  hands: SessionMine['hands']
  onLower: (userId?: string) => void
}

export function HandsMenu({ raised, hands, onLower }: HandsMenuProps) {
  const { t } = useTranslation('session')
  if (raised === 0) return null
  return (
    <Menu position="bottom-end" portalProps={{ target: '#main' }}>
      <Menu.Target>
        <Button
          variant="light"
          leftSection={<IconHandStop size={20} stroke={1.8} aria-hidden="true" />}
          aria-label={t('lead.hands', { count: raised })}
        >
          {raised}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {hands?.map(({ userId, name }) => (
          <Menu.Item key={userId} onClick={() => onLower(userId)} aria-label={t('lead.lower', { name })}>
            {name}
          </Menu.Item>
        ))}
        {hands && hands.length > 0 ? <Menu.Divider /> : null}
        <Menu.Item onClick={() => onLower()}>{t('lead.lowerAll')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
