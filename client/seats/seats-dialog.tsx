// Owns the dialog of who sits at this device, and for whom who leads enters what is on paper.

import { ActionIcon, Button, Modal, TextInput } from '@mantine/core'
import { IconPencil, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardView } from '../../shared/model.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import type { SeatView } from '../../shared/seats.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Face } from '../ui/face.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { ProxyForm } from './proxy-form.tsx'
import { addSeat, removeSeat, renameSeat } from './seats.ts'
import classes from './seats.module.css'

interface SeatsDialogProps {
  board: BoardView
  seats: readonly SeatView[]
  onClose: () => void
}

export type Run = (asked: Promise<Outcome<unknown>>, done: string) => Promise<boolean>

export function SeatsDialog({ board, seats, onClose }: SeatsDialogProps) {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const { boardId } = board
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const people = seats.filter(({ proxy }) => !proxy)
  const proxies = seats.filter(({ proxy }) => proxy)
  // Whose turn it is at a seat sees the board as a guest: the way to what was entered stays.
  const mayEnter = board.may.includes('seat.proxy') || proxies.length > 0

  const run: Run = async (asked, done) => {
    setBusy(true)
    const outcome = await asked
    setBusy(false)
    setRefusal(outcome.ok ? null : outcome.error)
    if (outcome.ok) announce(done)
    return outcome.ok
  }
  async function add(): Promise<void> {
    // The holder is the first.
    const called = name.trim() || t('seats.default', { number: people.length + 2 })
    if (await run(addSeat(boardId, called), t('seats.added', { name: called }))) setName('')
  }
  const row = (seat: SeatView) => <SeatRow key={`${seat.seatId} ${seat.name}`} board={board} seat={seat} run={run} />
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('seats.title')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <p className={classes.lead}>{t('seats.lead')}</p>
      {people.length > 0 ? <ul className={classes.list}>{people.map(row)}</ul> : null}
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <TextInput
          label={t('seats.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={NAME_MAX_CHARS}
          placeholder={t('seats.default', { number: people.length + 2 })}
          autoComplete="off"
          data-autofocus
        />
        <Button type="submit" variant="default" loading={busy}>
          {t('seats.add')}
        </Button>
      </form>
      <RefusalText refusal={refusal} />
      {mayEnter ? (
        <section className={classes.proxies} aria-labelledby="seats-proxies">
          <h3 id="seats-proxies">{t('seats.proxies')}</h3>
          <p className={classes.lead}>
            {t(board.naming === 'anonymous' ? 'seats.proxiesNameless' : 'seats.proxiesLead')}
          </p>
          {proxies.length > 0 ? <ul className={classes.list}>{proxies.map(row)}</ul> : null}
          <ProxyForm board={board} taken={proxies} busy={busy} run={run} />
        </section>
      ) : null}
      <div className={classes.foot}>
        <Button onClick={onClose}>{t('seats.done')}</Button>
      </div>
    </Modal>
  )
}

function SeatRow({ board: { boardId }, seat, run }: { board: BoardView; seat: SeatView; run: Run }) {
  const { t } = useTranslation('lead')
  const { seatId, name, proxy } = seat
  const [text, setText] = useState(name)
  function rename(): void {
    const called = text.trim()
    if (called === '') setText(name)
    else if (called !== name) void run(renameSeat(boardId, seatId, called), called)
  }
  return (
    <li className={classes.row}>
      {proxy ? (
        <>
          <span className={classes.paper}>
            <IconPencil size={16} stroke={2} aria-hidden="true" />
          </span>
          <span className={classes.rowName}>{name}</span>
        </>
      ) : (
        <>
          <Face person={{ userId: seatId, name }} size={32} decorative />
          <input
            className={classes.rename}
            aria-label={t('seats.rename', { name })}
            value={text}
            maxLength={NAME_MAX_CHARS}
            onChange={(event) => setText(event.currentTarget.value)}
            onBlur={rename}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur()
            }}
          />
        </>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={44}
        aria-label={t('seats.remove', { name })}
        onClick={() =>
          void run(removeSeat(boardId, seatId), `${t('seats.removed', { name })} ${t('seats.stays', { name })}`)
        }
      >
        <IconX size={20} stroke={1.8} aria-hidden="true" />
      </ActionIcon>
    </li>
  )
}
