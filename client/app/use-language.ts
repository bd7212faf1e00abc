// Owns the meeting of the profile's language and this browser's: the profile wins when somebody signs in, and a switch is
// remembered in both.

import { useEffect } from 'react'
import { changeLanguage } from '../i18n/i18n.ts'
import type { Language } from '../i18n/language.ts'
import { send } from '../live/command.ts'
import { currentUser, useUser } from '../live/session.ts'

export function useProfileLanguage(): void {
  const language = useUser()?.language
  useEffect(() => {
    if (language) void changeLanguage(language)
  }, [language])
}

/** Speaks `language` from now on, here and (for who is signed in) on every device. */
export async function switchLanguage(language: Language): Promise<void> {
  await changeLanguage(language)
  if (currentUser()) await send('profile.update', { language })
}
