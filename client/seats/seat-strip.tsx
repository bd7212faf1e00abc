// Owns the line that says whose turn it is at a device with several people, and hands it to the next with one tap.

import { ActionIcon } from '@mantine/core'
import { IconPencil, IconUsersPlus } from '@tabler/icons-react'
import { Suspense, useEffect, useRef } from 'react'
import type { BoardView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { isAsking, sitAs } from '../live/seat.ts'
import { useUser } from '../live/session.ts'
import { useStore } from '../live/store.ts'
import { Face } from '../ui/face.tsx'
import { Hint } from '../ui/hint.tsx'
import { lazy } from '../ui/lazy.ts'
import { announce } from '../ui/live-region.tsx'
import { useSeats } from './seats.ts'
import classes from './seats.module.css'

const SeatsDialog = lazy(async () => ({ default: (await import('./seats-dialog.tsx')).SeatsDialog }))

interface SeatStripProps {
  board: BoardView
  /** Empty: whoever holds the device. */
  seat: string
}

export function SeatStrip({ board, seat }: SeatStripProps) {
  const { t } = useTranslation('lead')
  const { boardId } = board
  const me = useUser()
  const { data: seats } = useSeats(boardId)
  const opened = useStore(isAsking)
  const now = useRef<HTMLButtonElement>(null)
  const gone = seats !== undefined && seat !== '' && !seats.some(({ seatId }) => seatId === seat)
  const alone = seats?.length === 0 && !opened
  useEffect(() => {
    if (alone) sitAs(boardId, undefined)
    else if (gone) sitAs(boardId, '')
  }, [alone, gone, boardId])
  // Of a long row the one whose turn it is; sideways alone, the page stays where it is.
  useEffect(() => {
    const row = now.current?.parentElement
    if (row && now.current) row.scrollLeft = now.current.offsetLeft - row.clientWidth / 2
  })
  if (!me || !seats) return null

  const people = [
    { seatId: '', userId: me.userId, name: t('seats.me', { name: me.name }), short: me.name, proxy: false },
    ...seats.map(({ seatId, name, proxy }) => ({ seatId: seatId as string, userId: seatId, name, short: name, proxy })),
  ]
  function choose(seatId: string, name: string): void {
    sitAs(boardId, seatId)
    announce(t('seats.nowIs', { name }))
  }
  return (
    <>
      {seats.length > 0 ? (
        <section className={classes.strip} aria-label={t('seats.strip')} data-seats>
          <span className={classes.label}>{t('seats.now')}</span>
          <div className={classes.people}>
            {people.map(({ seatId, userId, name, short, proxy }) => (
              <button
                key={seatId}
                ref={seat === seatId ? now : null}
                type="button"
                className={classes.person}
                aria-pressed={seat === seatId}
                onClick={() => choose(seatId, short)}
              >
                {proxy ? (
                  <span className={classes.paper}>
                    <IconPencil size={16} stroke={2} aria-hidden="true" />
                  </span>
                ) : (
                  <Face person={{ userId, name: short, image: seatId === '' ? me.image : null }} size={26} decorative />
                )}
                <span className={classes.name}>{proxy ? t('seats.proxy', { name }) : name}</span>
              </button>
            ))}
          </div>
          <Hint label={t('seats.change')} align="end">
            <ActionIcon aria-label={t('seats.change')} onClick={() => isAsking.set(true)}>
              <IconUsersPlus size={20} stroke={1.8} aria-hidden="true" />
            </ActionIcon>
          </Hint>
        </section>
      ) : null}
      <Suspense>
        {opened ? <SeatsDialog board={board} seats={seats} onClose={() => isAsking.set(false)} /> : null}
      </Suspense>
    </>
  )
}
