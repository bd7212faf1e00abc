// Owns: reading a Pabulib file (.pb): three tables after the lines META, PROJECTS and VOTES, separated by semicolons.
import { readFileSync } from 'node:fs'
import path from 'node:path'

export const IDEAS = path.resolve(import.meta.dirname, '../../../shared/data/ideas')

export interface Pabulib {
  projects: Record<string, string>[]
  /** Project ids, per voter. */
  ballots: string[][]
}

export function readPabulib(file: string): Pabulib {
  const sections: Record<string, Record<string, string>[]> = { META: [], PROJECTS: [], VOTES: [] }
  let rows: Record<string, string>[] = []
  let header: string[] | null = null
  for (const line of readFileSync(path.join(IDEAS, file), 'utf8').split(/\r?\n/)) {
    if (line === '') continue
    const section = sections[line]
    if (section) {
      rows = section
      header = null
    } else if (!header) header = line.split(';')
    else {
      const cells = line.split(';')
      rows.push(Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])))
    }
  }
  return { projects: sections.PROJECTS!, ballots: sections.VOTES!.map((vote) => vote.vote!.split(',')) }
}

/** The projects as a file that people would bring: the number, the name, its theme and what it costs. */
export function projectsCsv({ projects }: Pabulib): string {
  const rows = projects.map(({ project_id: id, name, category, cost }) => [id, name, category, cost])
  const quoted = (cell: string | undefined) => `"${(cell ?? '').replaceAll('"', '""')}"`
  return ['id;naam;categorie;kosten', ...rows.map((row) => row.map(quoted).join(';'))].join('\n')
}
