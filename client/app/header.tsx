// Owns the header: home, search, inbox, account. Quiet, the same on every page, one row on a phone.

import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconBell, IconSearch } from '@tabler/icons-react'
import { useTranslation } from '../i18n/translation.ts'
import { useMe } from '../live/session.ts'
import { Link, useAddress } from '../ui/address.tsx'
import { KeptButton } from '../ui/kept-button.tsx'
import { Keycaps } from '../ui/keycaps.tsx'
import { Sprout } from '../ui/logo.tsx'
import { AccountButton } from './account-button.tsx'
import classes from './header.module.css'
import { homeOf } from './home-of.ts'

interface HeaderProps {
  onSearch: () => void
  onHelp: () => void
}

export function Header({ onSearch, onHelp }: HeaderProps) {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useAddress()
  const isMember = me.user !== null && !me.user.isGuest
  return (
    <header className={classes.header}>
      <nav className={classes.nav} aria-label={t('nav.main')}>
        <Link to={homeOf(me)} className={classes.brand}>
          <Sprout size={28} />
          <span className={classes.name}>{t('appName')}</span>
          {isMember ? <span className="kiem-unseen">, {t('nav.home')}</span> : null}
        </Link>
        <div className={classes.space} />
        {isMember ? (
          <UnstyledButton className={classes.search} onClick={onSearch} title={t('nav.anywhere')}>
            <IconSearch size={20} stroke={1.8} aria-hidden="true" />
            <span className={classes.searchWords}>{t('nav.anywhere')}</span>
            <span className={classes.searchKeys} aria-hidden="true">
              <Keycaps keys="mod+k" />
            </span>
          </UnstyledButton>
        ) : null}
        {me.user ? <KeptButton key={me.user.userId} userId={me.user.userId} /> : null}
        {isMember ? (
          <ActionIcon
            component={Link}
            to="/inbox"
            aria-current={pathname === '/inbox' ? 'page' : undefined}
            className={classes.inbox}
          >
            <span className="kiem-unseen">
              {me.unread > 0 ? t('nav.inboxCount', { count: me.unread }) : t('nav.inbox')}
            </span>
            <IconBell size={22} stroke={1.8} aria-hidden="true" />
            {me.unread > 0 ? (
              <span className={classes.count} aria-hidden="true">
                {me.unread > 99 ? '99+' : me.unread}
              </span>
            ) : null}
          </ActionIcon>
        ) : null}
        <AccountButton me={me} onHelp={onHelp} />
      </nav>
    </header>
  )
}
