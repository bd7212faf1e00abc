// Owns the mark that says where one's words are. `saved` means on the server's disk and nothing less.

import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react'
import { useTranslation } from '../i18n/translation.ts'
import { Hint } from './hint.tsx'
import classes from './saved-mark.module.css'

const ICONS = { saved: IconCloudCheck, saving: IconCloudUp, unsaved: IconAlertTriangle, offline: IconCloudOff } as const

export function SavedMark({ saved }: { saved: keyof typeof ICONS }) {
  const { t } = useTranslation()
  const Icon = ICONS[saved]
  return (
    <Hint label={t(`saved.hint.${saved}`)}>
      <span
        className={classes.mark}
        data-saved={saved}
        role="status"
        tabIndex={0}
        aria-label={`${t(`saved.${saved}`)}. ${t(`saved.hint.${saved}`)}`}
      >
        <Icon size={18} stroke={1.8} aria-hidden="true" />
        <span aria-hidden="true">{t(`saved.${saved}`)}</span>
      </span>
    </Hint>
  )
}
