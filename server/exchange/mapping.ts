// Owns guessing what the columns of somebody's file mean, from their names in English, Dutch and Spanish and from what
// is in them. Pure. A guess is only a proposal: the person sees it in the preview and may choose otherwise.

import type { ImportTarget } from '../../shared/exchange.ts'

type Named = Exclude<ImportTarget, 'ignore'>

const names = (list: string) => list.trim().split(/\s+/)

/** By target, the likeliest name first. Compared without case, accents, spaces and underscores. */
const NAMES: Record<Named, readonly string[]> = {
  text: names(`
    title titel titulo text tekst texto idea idee card kaart kaartje tarjeta headline kop onderwerp
    subject asunto proposal voorstel propuesta project summary samenvatting resumen name naam
    nombre suggestion suggestie note post`),
  details: names(`
    details detail description omschrijving beschrijving descripcion body content inhoud contenido
    toelichting uitleg explanation explicacion notes notities notas message motivation motivatie
    onderbouwing detalles comment opmerking comentario summary`),
  tags: names(`
    tags tag labels label etiquetas keywords trefwoorden category categorie categoria categories
    categorieen categorias theme thema tema topic topics`),
  author: names(`
    onbehalfof namens author auteur autor by door createdby submittedby submitter indiener
    ingediendoor person persoon autora owner eigenaar`),
  column: names('column kolom columna list lijst lista lane bucket'),
  group: names('group groep grupo cluster groupname groepsnaam groups groepen'),
  key: names(`
    id ideaid key externalid projectid code ref reference referentie number nummer nr numero no
    uuid guid sleutel`),
}

const ORDER: readonly Named[] = ['text', 'details', 'key', 'tags', 'author', 'column', 'group']

export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
}

export interface Guessed {
  header: boolean
  targets: ImportTarget[]
}

/** `rows` as in the file, the first one perhaps a header. `said` settles that question. */
export function guessMapping(rows: readonly (readonly string[])[], said?: boolean): Guessed {
  const first = rows[0] ?? []
  const byName = targetsByName(first)
  const header = said ?? looksLikeHeader(rows, byName)
  const width = Math.max(0, ...rows.map((row) => row.length))
  const targets: ImportTarget[] = Array.from({ length: width }, (_, i) => (header ? (byName[i] ?? 'ignore') : 'ignore'))
  if (!targets.includes('text')) giveText(targets, header ? rows.slice(1) : rows)
  return { header, targets }
}

function targetsByName(names: readonly string[]): ImportTarget[] {
  const plain = names.map(plainName)
  const targets: ImportTarget[] = names.map(() => 'ignore')
  for (const target of ORDER) {
    const name = NAMES[target].find((name) => plain.some((given, i) => given === name && targets[i] === 'ignore'))
    if (name === undefined) continue
    const at = plain.findIndex((given, i) => given === name && targets[i] === 'ignore')
    targets[at] = target
  }
  return targets
}

const HEADER_MAX_CHARS = 60

function looksLikeHeader(rows: readonly (readonly string[])[], byName: readonly ImportTarget[]): boolean {
  const first = rows[0] ?? []
  if (byName.some((target) => target !== 'ignore')) return true
  if (first.length < 2 || rows.length < 2) return false
  const names = first.map(plainName)
  const nameable = first.every((cell) => cell.trim() !== '' && cell.length <= HEADER_MAX_CHARS && !isNumber(cell))
  return nameable && new Set(names).size === names.length && rows.slice(1).some((row) => row.some(isNumber))
}

const isNumber = (cell: string) => /^\s*[-+]?[\d.,]+\s*%?\s*$/.test(cell)

/** Nothing is called a title: the first column with words in most rows is one, even if it was taken for details. */
function giveText(targets: ImportTarget[], rows: readonly (readonly string[])[]): void {
  const wordy = (i: number) => {
    const cells = rows.map((row) => row[i] ?? '').filter((cell) => cell.trim() !== '')
    return cells.length > rows.length / 2 && cells.filter((cell) => !isNumber(cell)).length > cells.length / 2
  }
  const free = targets.findIndex((target, i) => target === 'ignore' && wordy(i))
  const at = free >= 0 ? free : targets.indexOf('details')
  const last = at >= 0 ? at : targets.findIndex((target) => target === 'ignore')
  if (last >= 0) targets[last] = 'text'
}
