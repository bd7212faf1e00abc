// Owns the round button one's account hides behind, before and after its menu has been loaded.

import { UnstyledButton, type UnstyledButtonProps } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import type { ComponentPropsWithRef } from 'react'
import type { MeView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Face } from '../ui/face.tsx'
import classes from './account-menu.module.css'

type Props = UnstyledButtonProps & ComponentPropsWithRef<'button'> & { user: MeView['user'] }

export function AccountFace({ user, ...button }: Props) {
  const { t } = useTranslation()
  return (
    <UnstyledButton {...button} className={classes.button} aria-haspopup="menu">
      <span className="kiem-unseen">{user ? `${t('nav.account')}: ${user.name}` : t('nav.settings')}</span>
      {user ? <Face person={user} size={34} decorative /> : <IconUser size={22} aria-hidden="true" />}
    </UnstyledButton>
  )
}
