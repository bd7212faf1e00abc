// Owns what the shell itself offers in "go anywhere": pages, language, light or dark, keys. Rooms add their own.

import { useMantineColorScheme } from '@mantine/core'
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts'
import { useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { useMe } from '../live/session.ts'
import { type Action, useActions } from '../ui/actions.ts'
import { switchLanguage } from './use-language.ts'

export function useOwnActions({ openHelp }: { openHelp: () => void }): void {
  const { t, language: spoken } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const me = useMe()
  const go = (to: string, label: string): Action => ({ id: to, label, group: 'go', run: () => navigate(to) })
  const isMember = me.user !== null && !me.user.isGuest
  useActions([
    ...(isMember
      ? [
          go('/home', t('nav.home')),
          go('/inbox', t('nav.inbox')),
          go('/goals', t('nav.goals')),
          go('/join', t('nav.join')),
        ]
      : []),
    go('/profile', t('nav.profile')),
    ...(me.roles.includes('admin') ? [go('/admin', t('nav.admin'))] : []),
    ...LANGUAGES.filter((language) => language !== spoken).map(
      (language): Action => ({
        id: `language-${language}`,
        label: `${t('language.label')}: ${LANGUAGE_NAMES[language]}`,
        group: 'do',
        run: () => void switchLanguage(language),
      }),
    ),
    ...(['auto', 'light', 'dark'] as const)
      .filter((scheme) => scheme !== colorScheme)
      .map(
        (scheme): Action => ({
          id: `scheme-${scheme}`,
          label: `${t('scheme.label')}: ${t(`scheme.${scheme}`)}`,
          group: 'do',
          run: () => setColorScheme(scheme),
        }),
      ),
    { id: 'keys', label: t('help.open'), group: 'do', run: openHelp },
  ])
}
