// F23: a proposal begins once, by the server, however many open it at once and on however many nodes.
import { getSchema } from '@tiptap/core'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { proposalExtensions } from '../../../client/proposals/extensions.ts'
import { EN } from '../../../server/boards/example/words-en.ts'
import { NL } from '../../../server/boards/example/words-nl.ts'
import { createProposals } from '../../../server/documents/proposals.ts'
import { PROPOSAL_TEMPLATE, appendNodes, templateNodes } from '../../../server/documents/template.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { createSync, memoryLog } from '../../../server/sync/index.ts'
import { proposalContent, proposalDocument } from '../../../shared/documents.ts'
import { type IdeaId, LANGUAGES } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld, memoryDocuments } from '../boards/world.ts'

// The editor deletes what its schema does not know: content of the server's own must be exactly as it would write it.
test.each([
  ['template in English', templateNodes('en')],
  ['template in Dutch', templateNodes('nl')],
  ['example in English', EN.proposal],
  ['example in Dutch', NL.proposal],
])('the editor takes it as it is: %s', (_, nodes) => {
  const doc = new Y.Doc()
  appendNodes(doc, nodes)
  const before = proposalContent(doc).toString()
  const root = yXmlFragmentToProseMirrorRootNode(proposalContent(doc), getSchema(proposalExtensions()))
  root.check()
  expect(root.childCount).toBe(nodes.length)
  expect(proposalContent(doc).toString()).toBe(before)
})

describe.skipIf(missing('postgres'))('proposals', () => {
  let world: BoardWorld
  let ada: Actor
  let ideaId: IdeaId
  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    ideaId = await ideaIn('en')
  })

  const ideaIn = async (language: 'en' | 'nl') => {
    const { boardId } = await world.must(ada, 'board.create', { title: 'B', language })
    return (await world.must(ada, 'idea.add', { boardId, text: 'x' })).ideaId
  }
  const headings = (doc: Y.Doc) =>
    proposalContent(doc)
      .toArray()
      .flatMap((node) => (node instanceof Y.XmlElement && node.nodeName === 'heading' ? [node.get(0).toString()] : []))

  test.each(LANGUAGES)('%s: it begins with the six questions, in the language of the board', async (language) => {
    const documents = memoryDocuments()
    const id = await ideaIn(language)
    await createProposals({ reader: world.db, documents }).ensure(id)
    const expected = PROPOSAL_TEMPLATE[language].map(({ heading }) => heading)
    expect(headings(documents.doc(proposalDocument(id)))).toEqual(expected)
    expect(expected).toHaveLength(6)
  })

  test('a hundred who open it in the same moment get the template once', async () => {
    const documents = memoryDocuments()
    const proposals = [1, 2, 3, 4].map(() => createProposals({ reader: world.db, documents }))
    await Promise.all(Array.from({ length: 100 }, (_, i) => proposals[i % 4]!.ensure(ideaId)))
    expect(headings(documents.doc(proposalDocument(ideaId)))).toHaveLength(6)
    expect(documents.written).toBe(1)
  })

  test('two nodes that begin it apart write the same, and it is there once when they meet', async () => {
    const nodes = [memoryDocuments(), memoryDocuments()]
    await Promise.all(nodes.map((documents) => createProposals({ reader: world.db, documents }).ensure(ideaId)))
    const [a, b] = nodes.map((documents) => documents.doc(proposalDocument(ideaId)))
    Y.applyUpdate(a!, Y.encodeStateAsUpdate(b!))
    Y.applyUpdate(b!, Y.encodeStateAsUpdate(a!))
    expect(headings(a!)).toHaveLength(6)
    expect(Buffer.from(Y.encodeStateAsUpdate(a!))).toEqual(Buffer.from(Y.encodeStateAsUpdate(b!)))
  })

  test('whoever deletes everything finds it empty tomorrow too', async () => {
    const documents = memoryDocuments()
    await createProposals({ reader: world.db, documents }).ensure(ideaId)
    const content = proposalContent(documents.doc(proposalDocument(ideaId)))
    content.delete(0, content.length)
    await createProposals({ reader: world.db, documents }).ensure(ideaId)
    expect(content.length).toBe(0)
  })

  test('through the real engine, and found again after a restart of it', async () => {
    const log = memoryLog()
    const options = { log, access: async () => 'edit' as const }
    const first = createSync(options)
    await createProposals({ reader: world.db, documents: first }).ensure(ideaId)
    await first.drain()
    const second = createSync(options)
    await createProposals({ reader: world.db, documents: second }).ensure(ideaId)
    expect(await second.read(proposalDocument(ideaId), headings)).toHaveLength(6)
    await second.drain()
  })

  test('nothing is begun for an idea that is not there', async () => {
    const documents = memoryDocuments()
    await createProposals({ reader: world.db, documents }).ensure('no-such-idea' as IdeaId)
    expect(documents.written).toBe(0)
  })

  test('an untouched template exports as nothing; one word of somebody makes it a proposal', async () => {
    const documents = memoryDocuments()
    const proposals = createProposals({ reader: world.db, documents })
    expect(await proposals.markdown(ideaId)).toBe('')
    await proposals.ensure(ideaId)
    expect(await proposals.markdown(ideaId)).toBe('')
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('We eat cold.')])
    proposalContent(documents.doc(proposalDocument(ideaId))).insert(1, [paragraph])
    expect(await proposals.markdown(ideaId)).toMatch(/^## The problem\n\nWe eat cold\.\n/)
  })
})
