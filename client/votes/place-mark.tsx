// Owns how a place in a result is said: a tie is a tie.

import { useTranslation } from '../i18n/translation.ts'

export function PlaceMark({ rank, isShared }: { rank: number; isShared: boolean }) {
  const { t } = useTranslation('ballot')
  return (
    <>
      <span aria-hidden>{isShared ? `${rank}=` : rank}</span>
      <span className="kiem-unseen">{t(isShared ? 'result.shared' : 'result.place', { rank })}</span>
    </>
  )
}

/** Whether more than one topic has this place. */
export function sharedPlaces(result: readonly { rank: number }[]): (rank: number) => boolean {
  const places = result.map(({ rank }) => rank)
  return (rank) => places.indexOf(rank) !== places.lastIndexOf(rank)
}
