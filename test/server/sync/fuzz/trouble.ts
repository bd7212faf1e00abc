// What goes wrong in a war: the log hangs or refuses, nodes die, Redis goes away, rights and phases change, documents are
// compacted, somebody hostile comes.
import type { Access, Person } from '../../../../server/sync/index.ts'
import { settle, type WarClock } from './clock.ts'
import type { Doors } from './doors.ts'
import type { Below } from './edits.ts'
import { hostileFrame } from './hostile.ts'
import type { Line } from './line.ts'
import type { Node } from './node.ts'
import { type Page, personCalled } from './page.ts'
import type { WarLog } from './store.ts'
import type { Witness } from './witness.ts'

/** What trouble is made for. */
export interface Battlefield {
  readonly random: () => number
  readonly below: Below
  readonly clock: WarClock
  readonly log: WarLog
  readonly doors: Doors
  readonly nodes: readonly Node[]
  readonly pages: readonly Page[]
  readonly hostile: Line[]
  readonly witness: Witness
  node(): Node
  startNode(at: number): void
  isOn(line: Line, node: Node): boolean
  page(person: Person, document: string): Page
  connect(page: Page): void
}

export async function trouble(war: Battlefield, page: Page): Promise<void> {
  const { log, doors } = war
  // Trouble passes, or there would be little war.
  if (war.random() < 0.7) log.heal()
  if (war.random() < 0.7) doors.heal()
  const dice = war.below(20)
  war.witness.count(`trouble ${dice}`)
  if (dice < 2) log.slowMs = 80
  else if (dice === 2) log.holding = true
  else if (dice === 3) log.failing = 'refused'
  else if (dice === 4) log.failing = 'unknown'
  else if (dice < 7) await nodeDies(war)
  else if (dice === 7) for (const node of war.nodes) node.cut(war.random() < 0.7)
  else if (dice === 8) for (const node of war.nodes) node.cut(false)
  else if (dice < 12) judge(war, page)
  else if (dice === 12) phase(war, page.document)
  else if (dice === 13) presence(war, page.document)
  else if (dice === 14) doors.fail()
  else if (dice === 15) compact(war, page.document)
  else if (dice === 16) await hostility(war, page.document)
  else if (dice === 17) await war.clock.advance(8_000)
  else {
    log.heal()
    doors.heal()
  }
}

/** Killed where it stands, or stopped in good order. */
async function nodeDies(war: Battlefield): Promise<void> {
  const at = war.below(war.nodes.length)
  const node = war.nodes[at]
  if (node === undefined) return
  if (war.random() < 0.3 && !war.log.holding) {
    war.witness.count('drained')
    const drained = node.drain()
    await war.clock.advance(1_000)
    // A log that hangs keeps a drain waiting: whoever started it has a deadline.
    if (war.log.holding || war.log.slowMs > 0) node.kill()
    else await drained
  } else node.kill()
  for (const page of war.pages) {
    if (page.open && page.line !== null && war.isOn(page.line, node)) page.disconnect()
  }
  war.startNode(at)
  await settle()
}

function judge(war: Battlefield, page: Page): void {
  const { person, document } = page
  const access = (['none', 'view', 'edit', 'edit'] as const)[war.below(4)] ?? 'edit'
  told(war, (told) => war.doors.setPerson(person.userId, document, access, told), { userId: person.userId })
  limit(war, document, person.userId)
}

function phase(war: Battlefield, document: string): void {
  const access: Access = war.random() < 0.5 ? 'view' : 'edit'
  told(war, (told) => war.doors.setPhase(document, access, told), { document })
  limit(war, document, null)
}

function presence(war: Battlefield, document: string): void {
  const mode = war.random() < 0.5 ? 'quiet' : 'full'
  told(war, (told) => war.doors.setPresence(document, mode, told), { document })
}

/** Mostly every node is told at once; sometimes nobody is. */
function told(
  war: Battlefield,
  change: (told: boolean) => void,
  target: { userId: string } | { document: string },
): void {
  const told = war.random() < 0.8
  change(told)
  war.witness.forgive()
  if (told) for (const node of war.nodes) node.sync.reauthorize(target)
}

function limit(war: Battlefield, document: string, userId: string | null): void {
  for (const page of war.pages) {
    if (page.document === document && (userId === null || page.person.userId === userId)) page.limited = true
  }
}

function compact(war: Battlefield, document: string): void {
  war
    .node()
    .sync.compact(document)
    .then(
      (done) => war.witness.count(done ? 'compacted' : 'not compacted'),
      () => war.witness.count('not compacted'),
    )
}

async function hostility(war: Battlefield, document: string): Promise<void> {
  const page = war.page(personCalled('mallory'), document)
  war.connect(page)
  page.flush()
  await settle()
  page.pull()
  page.flush()
  const { line } = page
  if (line === null) return
  line.push(hostileFrame(war.below), null)
  line.flush()
  // Where it could not even be let in yet, it may wait for ever.
  if (line.sent > 0) war.hostile.push(line)
}
