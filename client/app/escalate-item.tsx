// Owns "take to a sponsor" in a card's menu. A script of its own, like every menu.

import { Menu } from '@mantine/core'
import { useTranslation } from '../i18n/translation.ts'

export function EscalateItem({ onTake }: { onTake: () => void }) {
  const { t } = useTranslation('idea')
  return <Menu.Item onClick={onTake}>{t('escalate')}</Menu.Item>
}
