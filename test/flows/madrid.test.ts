// Owns: a real file of 500 citizen proposals, brought in over HTTP on both databases, and the board it makes.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cardsOf, cardTitle } from '../../shared/documents.ts'
import type { EventBody } from '../../shared/events.ts'
import type { ImportPreview } from '../../shared/exchange.ts'
import type { IdeaView } from '../../shared/model.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'
import { IDEAS } from './pabulib.ts'

const FILE = path.join(IDEAS, 'madrid-2024-first-500.csv')

describe.skipIf(!existsSync(FILE))('500 real proposals (skipped where ../shared/data is absent)', () => {
  describeOnEachDatabase('madrid', (database) => {
    let world: World
    let ada: Person
    beforeAll(async () => {
      world = await startWorld({ database })
      ada = await world.person('ada')
    })
    afterAll(() => world?.close())

    test('they come in whole, with a preview before and the count on the way, and everybody has their cards', {
      timeout: 180_000,
    }, async () => {
      const { boardId } = await ada.must('board.create', { title: 'Decide Madrid', template: 'idea-box' })
      const send = (query: string) => {
        const form = new FormData()
        form.append('file', new Blob([readFileSync(FILE)]), 'madrid.csv')
        return ada.request('POST', `/api/boards/${boardId}/import?${query}`, { body: form })
      }
      const seen = (await send('dryRun=1')).body as ImportPreview
      expect(seen).toMatchObject({ format: 'csv', delimiter: ';', total: 500, good: 500, leftOut: 0, problems: [] })
      expect(await ada.read(`/api/boards/${boardId}/ideas`)).toEqual([])

      const live = await ada.socket()
      const report = await send('importId=madrid-import-1')
      expect(report.body).toMatchObject({ total: 500, added: 500, alreadyThere: 0, leftOut: 0, problemCount: 0 })
      const counts = live.events
        .filter((event) => event.name === 'import')
        .map((event) => event.body as EventBody<'import'>)
      expect(counts.at(-1)).toEqual({ importId: 'madrid-import-1', done: 500, total: 500 })

      const ideas = await ada.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
      expect(ideas.map((idea) => idea.number)).toEqual(Array.from({ length: 500 }, (_, n) => n + 1))
      const board = await ada.board(boardId)
      await until(() => expect(cardsOf(board.doc).size).toBe(500), 'all 500 cards on the board')
      for (const idea of ideas) expect(cardTitle(cardsOf(board.doc).get(idea.ideaId))?.toJSON()).toBe(idea.text)

      expect((await send('')).body).toMatchObject({ added: 0, alreadyThere: 500 })
    })
  })
})
