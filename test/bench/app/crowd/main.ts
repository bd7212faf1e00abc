// Owns: the crowd of the bench as a process of its own, so that what it costs is not taken for the server's.
import { boardDocument, ledgerDocument } from '../../../../shared/documents.ts'
import { answering } from '../../sync/orders.ts'
import { watchEffort } from './effort.ts'
import { Guest } from './guest.ts'
import { Onlooker } from './onlooker.ts'
import { type CrowdAnswers, type CrowdOrder, WRITTEN } from './orders.ts'
import { SeatedClient, settle } from './seats.ts'

type Of<K extends CrowdOrder['do']> = Extract<CrowdOrder, { do: K }>

let guests: Guest[] = []
let onlookers: Onlooker[] = []
let watching = watchEffort()
let seated: SeatedClient[] = []
let seatsEffort = watchEffort()

const pause = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs))

async function join({ looking = false, ...order }: Of<'join'>): Promise<CrowdAnswers['join']> {
  const { url, joinCode, boardId, guests: count, withinMs } = order
  const tookMs: number[] = []
  const steps: CrowdAnswers['join']['steps'] = { join: [], page: [], documents: [] }
  const documents: { close(): void }[] = []
  const effort = watchEffort()
  guests = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      await pause((n * withinMs) / count)
      const guest = new Guest(url)
      const startedAt = performance.now()
      await guest.join(joinCode, `Guest ${n}`)
      const joinedAt = performance.now()
      await guest.read(`/api/boards/${boardId}`)
      const readAt = performance.now()
      const names = [boardDocument(boardId), ledgerDocument(boardId)]
      documents.push(...(await Promise.all(names.map((name) => guest.document(name)))))
      const openAt = performance.now()
      tookMs.push(openAt - startedAt)
      steps.join.push(joinedAt - startedAt)
      steps.page.push(readAt - joinedAt)
      steps.documents.push(openAt - readAt)
      return guest
    }),
  )
  const spent = effort()
  for (const live of documents) live.close()
  await Promise.all(guests.map((guest) => guest.connect()))
  if (looking) {
    onlookers = guests.map((guest) => new Onlooker(guest, boardId))
    await Promise.all(onlookers.map((onlooker) => onlooker.open()))
  }
  return { tookMs, steps, effort: spent }
}

async function writeIdeas({ boardId, each, withinMs }: Of<'write-ideas'>): Promise<CrowdAnswers['write-ideas']> {
  const effort = watchEffort()
  const answers = await Promise.all(
    Array.from({ length: each * guests.length }, async (_, n) => {
      await pause((n * withinMs) / (each * guests.length))
      const startedAt = performance.now()
      const { ok } = await at(guests, n).command('idea.add', { boardId, text: `${WRITTEN}: ${n}` })
      return { tookMs: performance.now() - startedAt, ok }
    }),
  )
  const refused = answers.filter(({ ok }) => !ok).length
  return { tookMs: answers.map(({ tookMs }) => tookMs), refused, effort: effort() }
}

async function seen({ cards }: Of<'seen'>): Promise<CrowdAnswers['seen']> {
  const moments = await Promise.all(onlookers.map((onlooker) => onlooker.seen(cards)))
  return { at: moments, askedMs: onlookers.flatMap(({ askedMs }) => askedMs), effort: watching() }
}

const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!

async function voteCalm({ roundId, ideas, votes, withinMs }: Of<'vote-calm'>): Promise<CrowdAnswers['vote-calm']> {
  const effort = watchEffort()
  const answers = await Promise.all(
    Array.from({ length: votes }, async (_, n) => {
      await pause((n * withinMs) / votes)
      const startedAt = performance.now()
      // Fewer of each than a budget, and never the same one twice.
      const input = { roundId, ideaId: at(ideas, n % 19), votes: 1 }
      const { ok } = await at(guests, n).command('vote.cast', input)
      return { tookMs: performance.now() - startedAt, ok }
    }),
  )
  const refused = answers.filter(({ ok }) => !ok).length
  return { tookMs: answers.map(({ tookMs }) => tookMs), refused, effort: effort() }
}

async function voteRush({ roundId, ideas, forMs }: Of<'vote-rush'>): Promise<CrowdAnswers['vote-rush']> {
  const tookMs: number[] = []
  let refused = 0
  const effort = watchEffort()
  const startedAt = performance.now()
  const until = startedAt + forMs
  await Promise.all(
    guests.map(async (guest, who) => {
      // Each goes round over ten ideas of their own: within the budget, giving votes and taking them back.
      for (let n = 0; performance.now() < until; n++) {
        const castAt = performance.now()
        const input = { roundId, ideaId: at(ideas, who * 10 + (n % 10)), votes: Math.floor(n / 10) % 2 ? 0 : 1 }
        const { ok } = await guest.command('vote.cast', input)
        if (ok) tookMs.push(performance.now() - castAt)
        else refused += 1
      }
    }),
  )
  return { tookMs, refused, ms: performance.now() - startedAt, effort: effort() }
}

async function settled({ patienceMs }: Of<'settle'>): Promise<CrowdAnswers['settle']> {
  for (const client of seated) client.stop()
  const neverBack = await settle(seated, patienceMs)
  return {
    awayMs: seated.flatMap(({ awayMs }) => awayMs),
    lineMs: seated.flatMap(({ lineMs }) => lineMs),
    attempts: seated.flatMap(({ attempts }) => attempts),
    written: seated.reduce((sum, { written }) => sum + written, 0),
    neverBack,
    effort: seatsEffort(),
  }
}

async function handle(order: CrowdOrder): Promise<CrowdAnswers[CrowdOrder['do']]> {
  switch (order.do) {
    case 'join':
      return join(order)
    case 'write-ideas':
      return writeIdeas(order)
    case 'watch':
      watching = watchEffort()
      for (const onlooker of onlookers) onlooker.watch()
      return null
    case 'seen':
      return seen(order)
    case 'vote-calm':
      return voteCalm(order)
    case 'vote-rush':
      return voteRush(order)
    case 'open':
      seated = order.seats.map((seat) => new SeatedClient(seat))
      await Promise.all(seated.map((client) => client.opened()))
      return null
    case 'write':
      seatsEffort = watchEffort()
      seated.forEach((client, n) => client.write(order.everyMs, (n * order.everyMs) / seated.length))
      return null
    case 'settle':
      return settled(order)
    case 'leave':
      for (const onlooker of onlookers) onlooker.close()
      for (const guest of guests) guest.leave()
      onlookers = []
      for (const client of seated) client.leave()
      guests = []
      seated = []
      return null
  }
}

// Every live document listens for the end of the process.
process.setMaxListeners(0)
answering(handle)
