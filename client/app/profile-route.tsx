// Owns putting one's own page together: how others see me, and how I want to hear.

import { HearingSettings } from '../inbox/mail-settings.tsx'
import { Absences } from '../organisation/absences.tsx'
import { ProfilePage } from '../people/profile-page.tsx'

export function ProfileRoute() {
  return (
    <ProfilePage
      hearing={
        <>
          <HearingSettings />
          <Absences />
        </>
      }
    />
  )
}
