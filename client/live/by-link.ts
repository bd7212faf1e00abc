// Owns acting through the link in a mail, without a session: who that is, and which addresses answer to it. It is set by the page
// of such a link, and leaves with it. Never kept on the device.

import { useState } from 'react'
import type { RawInputOf } from '../../shared/commands.ts'
import type { PersonView } from '../../shared/model.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import { type CommandState, useCommand } from './command.ts'
import { call } from './http.ts'
import { newId } from './keys.ts'
import { useUser } from './session.ts'
import { createStore, useStore } from './store.ts'

export interface ByLink {
  token: string
  me: PersonView
}

/** Null: whoever is here, is here by their own session. */
export const byLink = createStore<ByLink | null>(null)

/** Who acts here: the person of the link, or the one who is signed in. */
export function useActor(): PersonView | null {
  const link = useStore(byLink)
  const user = useUser()
  return link ? link.me : user
}

/** Where the same is asked for by whoever has only a link. */
export function useLinked(path: string, ofLink: string): string {
  const link = useStore(byLink)
  return link ? `/api/answer/${link.token}/${ofLink}` : path
}

type Answering = Omit<CommandState<'escalation.answer'>, 'clear'>

/** `escalation.answer`, by whichever of the two ways somebody is here. */
export function useAnswering(): Answering {
  const link = useStore(byLink)
  const own = useCommand('escalation.answer')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  if (!link) return own
  return {
    busy,
    refusal,
    async run(input: RawInputOf<'escalation.answer'>) {
      setBusy(true)
      setRefusal(null)
      const headers = { 'idempotency-key': newId() }
      const outcome = await call<object>('POST', `/api/answer/${link.token}`, { body: input, headers })
      setBusy(false)
      if (!outcome.ok) setRefusal(outcome.error)
      return outcome as Outcome<Record<string, never>>
    },
  }
}
