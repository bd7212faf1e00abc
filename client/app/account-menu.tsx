// Owns the account menu: profile, language, light or dark, keys, signing out; for a guest the same without an account.
// Loaded at the first press of its button (account-button.tsx).

import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconInbox, IconKeyboard, IconLogout, IconTarget, IconUser, IconUsers } from '@tabler/icons-react'
import type { MeView } from '../../shared/model.ts'
import { useOwnDesk } from '../escalations/desk-link.tsx'
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts'
import { useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { signOut, wouldLoseWords } from '../live/session.ts'
import { Link } from '../ui/address.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { AccountFace } from './account-face.tsx'
import classes from './account-menu.module.css'
import { switchLanguage } from './use-language.ts'

const SCHEMES = ['auto', 'light', 'dark'] as const

export function AccountMenu({ me, onHelp }: { me: MeView; onHelp: () => void }) {
  const { t, language } = useTranslation()
  const words = useRefusal()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const desk = useOwnDesk()
  const { user } = me

  async function leave(): Promise<void> {
    const outcome = await signOut()
    if (outcome.ok) navigate('/', { replace: true })
    else showNotice({ text: words(outcome.error), tone: 'problem' })
  }

  function leaveOrAsk(): void {
    if (!wouldLoseWords()) return void leave()
    showNotice({
      tone: 'problem',
      text: t('signOut.unsent'),
      action: { label: t('signOut.anyway'), run: () => void leave() },
    })
  }

  return (
    <Menu position="bottom-end" width={260} loop withinPortal={false} defaultOpened>
      <Menu.Target>
        <AccountFace user={user} />
      </Menu.Target>
      <Menu.Dropdown>
        {user ? (
          <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={18} aria-hidden="true" />}>
            <span className={classes.name}>{user.name}</span>
            <span className={classes.note}>{user.isGuest ? t('role.guest') : t('nav.profile')}</span>
          </Menu.Item>
        ) : (
          <Menu.Item component={Link} to="/sign-in" leftSection={<IconUser size={18} aria-hidden="true" />}>
            {t('nav.signIn')}
          </Menu.Item>
        )}
        {desk.isThere ? (
          <Menu.Item component={Link} to="/desk" leftSection={<IconInbox size={18} aria-hidden="true" />}>
            <span className={classes.name}>{t('nav.desk')}</span>
            {desk.waiting > 0 ? (
              <span className={classes.note}>{t('nav.deskCount', { count: desk.waiting })}</span>
            ) : null}
          </Menu.Item>
        ) : null}
        {user && !user.isGuest ? (
          <Menu.Item component={Link} to="/goals" leftSection={<IconTarget size={18} aria-hidden="true" />}>
            {t('nav.goals')}
          </Menu.Item>
        ) : null}
        {me.roles.includes('admin') ? (
          <Menu.Item component={Link} to="/admin" leftSection={<IconUsers size={18} aria-hidden="true" />}>
            {t('nav.admin')}
          </Menu.Item>
        ) : null}
        <Menu.Item
          className={classes.keys}
          leftSection={<IconKeyboard size={18} aria-hidden="true" />}
          onClick={onHelp}
        >
          {t('help.open')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('language.label')}</Menu.Label>
        <Menu.RadioGroup value={language}>
          {LANGUAGES.map((language) => (
            <Menu.RadioItem
              key={language}
              value={language}
              lang={language}
              closeMenuOnClick
              onChange={() => void switchLanguage(language)}
            >
              {LANGUAGE_NAMES[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t('scheme.label')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme}>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme} onChange={() => setColorScheme(scheme)}>
              {t(`scheme.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {user ? (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconLogout size={18} aria-hidden="true" />} onClick={leaveOrAsk}>
              {t('nav.signOut')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
