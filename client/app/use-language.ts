// Owns the meeting of the profile's language and this browser's: the profile wins when somebody signs in, and a switch is
// remembered in both.

import { useEffect } from 'react'
import { changeLanguage } from '../i18n/i18n.ts'
import { currentLanguage } from '../i18n/translation.ts'
import type { Language } from '../i18n/language.ts'
import { send } from '../live/command.ts'
import { currentUser, useUser } from '../live/session.ts'

/** Who never said theirs speaks that of the page: their mails follow. A guest gets no mail. */
export function useProfileLanguage(): void {
  const user = useUser()
  const language = user?.language
  const isUnsaid = language === null && !user?.isGuest
  useEffect(() => {
    if (language) void changeLanguage(language)
    else if (isUnsaid) void send('profile.update', { language: currentLanguage() })
  }, [language, isUnsaid])
}

/** Speaks `language` from now on, here and (for who is signed in) on every device. */
export async function switchLanguage(language: Language): Promise<void> {
  await changeLanguage(language)
  if (currentUser()) await send('profile.update', { language })
}
