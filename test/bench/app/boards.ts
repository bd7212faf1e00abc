// Owns: boards for measuring, and opening a document of one as a browser does.
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import { openDocument } from '../../support/documents.ts'
import type { Person } from '../../support/people.ts'

const PASTE = 200 // the most one command takes

export interface Board {
  boardId: BoardId
  joinCode: string
  ideas: IdeaId[]
}

export async function boardOf(ada: Person, cards: number, title = `${cards} cards`): Promise<Board> {
  const { boardId, joinCode } = await ada.must('board.create', { title })
  const ideas: IdeaId[] = []
  for (let from = 0; from < cards; from += PASTE) {
    const texts = Array.from(
      { length: Math.min(PASTE, cards - from) },
      (_, n) => `Idea ${from + n}: less paper, more air`,
    )
    const added = await ada.must('idea.add-many', { boardId, texts })
    ideas.push(...added.ideas.map((idea) => idea.ideaId))
  }
  return { boardId, joinCode, ideas }
}

/** Resolves with the document when it is all there. */
export function opened(person: Person, name: string): Promise<{ close(): void; bytes: number }> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    const heard = (message: Uint8Array) => (bytes += message.length)
    const live = openDocument({ url: person.url, cookie: person.cookie, name, heard: (message) => void heard(message) })
    live.provider.on('sync', (synced: boolean) => synced && resolve({ close: live.close, bytes }))
    live.provider.on('closed', (event: { code: number }) => reject(new Error(`${name} was closed: ${event.code}`)))
  })
}
