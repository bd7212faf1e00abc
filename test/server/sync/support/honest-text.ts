// Honest people in one proposal, with the editor's own schema, ProseMirror's own steps and the editor's own bridge to Yjs: letters,
// marks, links, headings, lists in lists, tables in lists and lists in tables, pictures, undo and redo, offline and back. By a seed.
import { getSchema } from '@tiptap/core'
import type { Attrs, Node, ResolvedPos } from '@tiptap/pm/model'
import { canSplit, findWrapping, liftTarget, Transform } from '@tiptap/pm/transform'
import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { proposalExtensions } from '../../../../client/proposals/extensions.ts'
import { appendNodes, templateNodes } from '../../../../server/documents/template.ts'
import { fingerprint } from '../../../../server/sync/index.ts'
import { proposalContent } from '../../../../shared/documents.ts'
import { seeded } from './fakes.ts'
import { Desk } from './honest-desk.ts'
import { MINE, Page } from './honest-page.ts'
import { personCalled } from './server.ts'

const schema = getSchema(proposalExtensions())
const { nodes, marks } = schema
const NAMES = ['ada', 'ben', 'cleo']
const WORDS = ['a', 'word ', 'é', '😀', 'een fiets ', '中文', '. ']
const BLOCKS_MAX = 60

export class HonestText {
  readonly desk = new Desk('proposal.12345678')
  readonly pages: Page[]
  operations = 0
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seeded(seed)
    this.desk.write((doc) => appendNodes(doc, templateNodes('en')))
    this.desk.land()
    this.pages = NAMES.map((name) => new Page(this.desk, personCalled(name), scope, (n) => this.#below(n)))
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n)
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T
  }

  round(): void {
    for (const page of this.pages) {
      for (let i = this.#below(4); i > 0; i--) this.#write(page)
      if (page.online) {
        page.send()
        if (this.#random() < 0.05) page.drop()
      } else if (this.#random() < 0.2) page.comeBack()
      if (this.#random() < 0.005) page.reload()
    }
    this.desk.land()
    for (const page of this.pages) if (page.online && this.#random() < 0.8) page.hear()
  }

  settle(): void {
    for (const page of this.pages) page.comeBack()
    this.desk.land()
    for (const page of this.pages) page.hear()
    const expected = fingerprint(this.desk.doc)
    for (const page of this.pages) {
      if (fingerprint(page.doc) !== expected) throw new Error('a page differs from the server in the end')
    }
  }

  #write(page: Page): void {
    this.operations += 1
    const dice = this.#random()
    if (dice < 0.08) return void page.undo.undo()
    if (dice < 0.12) return void page.undo.redo()
    page.doc.transact(() => {
      const content = proposalContent(page.doc)
      // The bridge throws away what concurrent edits made impossible, and joins texts side by side: that is traffic too.
      const { doc, meta } = initProseMirrorDoc(content, schema)
      const changed = this.#step(doc)
      if (changed !== null) updateYFragment(page.doc, content, changed, meta)
    }, MINE)
  }

  /** The document after one thing a person does; null when it cannot be done there. */
  #step(doc: Node): Node | null {
    const tr = new Transform(doc)
    try {
      const at = doc.resolve(this.#below(doc.content.size + 1))
      if (doc.childCount > BLOCKS_MAX) tr.delete(0, doc.child(0).nodeSize)
      else this.#act(tr, at)
      tr.doc.check()
    } catch {
      return null
    }
    return tr.docChanged ? tr.doc : null
  }

  #act(tr: Transform, at: ResolvedPos): void {
    const dice = this.#random()
    const until = Math.min(tr.doc.content.size, at.pos + this.#below(20))
    const range = at.blockRange(tr.doc.resolve(until))
    if (dice < 0.4) tr.insert(at.pos, schema.text(this.#one(WORDS), at.parent.isTextblock ? at.marks() : []))
    else if (dice < 0.5) tr.deleteRange(at.pos, until)
    else if (dice < 0.58 && canSplit(tr.doc, at.pos)) tr.split(at.pos)
    else if (dice < 0.68) this.#mark(tr, at.pos, until)
    else if (dice < 0.74) this.#blockType(tr, at.pos, until)
    else if (dice < 0.84 && range !== null) {
      const type = this.#one([nodes['bulletList'], nodes['orderedList'], nodes['taskList'], nodes['blockquote']])
      const wrapping = type === undefined ? null : findWrapping(range, type)
      if (wrapping !== null) tr.wrap(range, wrapping)
    } else if (dice < 0.88 && range !== null) {
      const target = liftTarget(range)
      if (target !== null) tr.lift(range, target)
    } else if (dice < 0.95) tr.insert(at.pos, this.#block())
    else this.#attribute(tr)
  }

  #mark(tr: Transform, from: number, to: number): void {
    const link = marks['link']?.create({ href: this.#one(['https://example.org/a?b=c', 'mailto:ada@example.org']) })
    const plain = marks[this.#one(['bold', 'italic', 'strike', 'underline', 'code'])]?.create()
    const mark = this.#random() < 0.3 ? link : plain
    if (mark === undefined) return
    if (this.#random() < 0.6) tr.addMark(from, to, mark)
    else tr.removeMark(from, to, mark)
  }

  #blockType(tr: Transform, from: number, to: number): void {
    const type = this.#one([nodes['heading'], nodes['paragraph'], nodes['codeBlock']])
    if (type === undefined) return
    const attributes = type === nodes['heading'] ? { level: 2 + this.#below(3) } : {}
    tr.setBlockType(from, to, type, type === nodes['codeBlock'] ? { language: 'js' } : attributes)
  }

  /** What a button or a paste puts in: parts within parts. */
  #block(depth = 0): Node {
    const text = () => nodes['paragraph']!.create(null, schema.text(this.#one(WORDS)))
    const inner = () => (depth < 3 && this.#random() < 0.4 ? [text(), this.#block(depth + 1)] : [text()])
    const list = (of: string, item: string, attrs: Attrs | null = null) =>
      nodes[of]!.create(attrs, [nodes[item]!.create(null, inner()), nodes[item]!.create(null, inner())])
    switch (this.#below(7)) {
      case 0:
        return list('bulletList', 'listItem')
      case 1:
        return list('orderedList', 'listItem', { start: 1 + this.#below(9) })
      case 2:
        return list('taskList', 'taskItem')
      case 3: {
        const cells = (cell: string) => [0, 1].map(() => nodes[cell]!.create({ colspan: 1 }, inner()))
        const row = (cell: string) => nodes['tableRow']!.create(null, cells(cell))
        return nodes['table']!.create(null, [row('tableHeader'), row('tableCell')])
      }
      case 4:
        return nodes['image']!.create({ src: '/api/images/abc_DEF-123', alt: 'a picture', width: 120 })
      case 5:
        return nodes['blockquote']!.create(null, inner())
      default:
        return nodes['horizontalRule']!.create()
    }
  }

  #attribute(tr: Transform): void {
    const found: { pos: number; node: Node }[] = []
    tr.doc.descendants((node, pos) => {
      if (['taskItem', 'tableCell', 'heading'].includes(node.type.name)) found.push({ pos, node })
    })
    const one = this.#one(found)
    if (one === undefined) return
    const { node, pos } = one
    if (node.type.name === 'taskItem') tr.setNodeAttribute(pos, 'checked', !node.attrs['checked'])
    else if (node.type.name === 'heading') tr.setNodeAttribute(pos, 'level', 2 + this.#below(3))
    else if (this.#random() < 0.5) tr.setNodeAttribute(pos, 'align', this.#one([null, 'left', 'right']))
    else tr.setNodeAttribute(pos, 'colwidth', this.#one([null, [100]]))
  }
}

const scope = (doc: Y.Doc) => [proposalContent(doc)] as unknown as Y.AbstractType<Y.YEvent<never>>[]
