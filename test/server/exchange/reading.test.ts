// How files are read: encodings, separators, formulas, HTML, mapping. No database.
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Delimiter } from '../../../shared/exchange.ts'
import {
  IDEA_DETAILS_MAX_CHARS,
  IDEA_TEXT_MAX_CHARS,
  IMPORT_ROWS_MAX,
  NAME_MAX_CHARS,
  TAG_MAX_CHARS,
  TAGS_MAX_PER_IDEA,
} from '../../../shared/limits.ts'
import { decode } from '../../../server/exchange/decode.ts'
import { defuse, undoDefusing } from '../../../server/exchange/formulas.ts'
import { guessMapping } from '../../../server/exchange/mapping.ts'
import { plainText } from '../../../server/exchange/plain-text.ts'
import { prepare } from '../../../server/exchange/prepare.ts'
import { proposalJson, soundProposal } from '../../../server/exchange/proposal-doc.ts'
import { judgeIdea, planColumns, rawIdea } from '../../../server/exchange/rules.ts'
import { readSource } from '../../../server/exchange/source.ts'
import { guessDelimiter, readTable } from '../../../server/exchange/table.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('encodings', () => {
  const text = 'titel;omschrijving\nCafé «Noord» – geïnspireerd;Zoë’s idee: € 5 per persoon, één keer per jaar\n'
  const western = text.replace('–', '-').replace('’', "'").replace('€', 'EUR')
  const table: [string, string, string, string][] = [
    ['utf-8', 'utf-8', text, ''],
    ['utf-8 with a mark', 'utf-8', text, '\ufeff'],
    ['utf-16le with a mark', 'utf-16le', text, '\ufeff'],
    ['utf-16be with a mark', 'utf-16be', text, '\ufeff'],
    ['utf-16le without a mark', 'utf-16le', text, ''],
    ['utf-16be without a mark', 'utf-16be', text, ''],
    ['windows-1252, as Excel saves it', 'windows-1252', text, ''],
    ['iso-8859-1', 'iso-8859-1', western, ''],
  ]
  test.each(table)('%s is read as it was meant', (_, encoding, meant, mark) => {
    expect(decode(iconv.encode(mark + meant, encoding)).text).toBe(meant)
  })
  test('what the person says wins over any guess', () => {
    const file = iconv.encode('Žluťoučký kůň', 'windows-1250')
    expect(decode(file, 'windows-1250')).toEqual({ text: 'Žluťoučký kůň', encoding: 'windows-1250' })
    expect(decode(bytes('Soup'), 'no-such-encoding').text).toBe('Soup')
  })
})

describe('separators', () => {
  const table: [Delimiter, string][] = [
    [',', 'title,details\n"Soup, hot",yes\nBread,"no, never"\n'],
    [';', 'title;details\n"Soup; hot";a, b, c\nBread;"1,5"\n'],
    ['\t', 'title\tdetails\nSoup, hot; fresh\tyes\nBread\tno\n'],
    ['|', 'title|details\nSoup, hot; fresh|yes\nBread|no\n'],
  ]
  test.each(table)('%j is told from the others', (delimiter, text) => {
    expect(guessDelimiter(text)).toBe(delimiter)
  })
  test('a list of sentences is one column, whatever commas it has', () => {
    const sentences = 'Soup, bread and salt\nMore light\nLess noise, please\nA bench\n'
    expect(readTable(sentences, 100).rows.map((row) => row.cells)).toEqual([
      ['Soup, bread and salt'],
      ['More light'],
      ['Less noise, please'],
      ['A bench'],
    ])
    expect(readSource(bytes('More light\nLess noise, please\nA bench\nA tree; or two\n'))).toMatchObject({
      value: {
        targets: ['text'],
        header: false,
        records: [{ cells: ['More light'] }, { cells: ['Less noise, please'] }, {}, {}],
      },
    })
  })
  test('the line that Excel writes first names the separator and is no row', () => {
    const { delimiter, rows } = readTable('sep=;\r\ntitle;x\r\nSoup;1\r\n', 100)
    expect(delimiter).toBe(';')
    expect(rows.map((row) => [row.line, row.cells[0]])).toEqual([
      [2, 'title'],
      [3, 'Soup'],
    ])
  })
  test('quotes, doubled quotes and line breaks inside cells survive, and every row knows its line', () => {
    const text = 'title,details\r\n"Soup ""of the day""","hot\r\nand\r\nfresh"\r\n\r\nBread,x\r\n'
    expect(readTable(text, 100).rows).toEqual([
      { line: 1, cells: ['title', 'details'] },
      { line: 2, cells: ['Soup "of the day"', 'hot\nand\nfresh'] },
      { line: 6, cells: ['Bread', 'x'] },
    ])
  })
  test('a quote that is never closed is reported by its line, and the rows before it go in', async () => {
    const source = readSource(bytes('title,details\nSoup,hot\nBread,"fresh\nSalt,x\n'))
    if (!source.ok) throw new Error('refused')
    const { rows, problems } = await prepare(source.value, 'named')
    expect(rows.map((row) => row.text)).toEqual(['Soup'])
    expect(problems).toEqual([{ line: 3, reason: 'quote-not-closed', kept: false }])
  })
})

describe('F99 formulas', () => {
  const evil = ['=1+1', '+1', '-2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")', '＝1', "'=1", "''-1"]
  const harmless = ['Soup', "'t is tijd", '1-2', 'a=b', '', ' =1', "'", "''"]
  test.each(evil)('%j is defused, and comes back as it was', (cell) => {
    expect(defuse(cell)).toBe(`'${cell}`)
    expect(undoDefusing(defuse(cell))).toBe(cell)
  })
  test.each(harmless)('%j is left alone both ways', (cell) => {
    expect(defuse(cell)).toBe(cell)
    expect(undoDefusing(cell)).toBe(cell)
  })
})

describe('HTML', () => {
  test('becomes plain text with its paragraphs, lists and addresses', () => {
    const html =
      '<p>Hoi <strong>daar</strong> &amp; welkom</p><ul><li>een</li><li>twee</li></ul><p>zie <a href="https://x.nl/a">hier</a><br>en daar</p><p>&nbsp;</p><script>alert(1)</script><img src="x" onerror="alert(1)" alt="plein">'
    expect(plainText(html)).toBe('Hoi daar & welkom\n\n- een\n- twee\n\nzie hier (https://x.nl/a)\nen daar\n\nplein')
  })
  test('only entities: they become characters and everything else stays', () => {
    expect(plainText('caf&eacute; &amp; bar\nx &lt; y < z')).toBe('café & bar\nx < y < z')
  })
  test.each([
    'a < b and c > d',
    'R&D',
    'List<String> items',
    'x <3 y',
    'AT&T; nu',
    '<- hier',
    'a<b>c'.replace('<b>', '<q1>'),
  ])('text that only looks like it stays: %j', (text) => expect(plainText(text)).toBe(text))
  test('nested without end it gives up its depth, not the server', () => {
    expect(plainText(`${'<div>'.repeat(15_000)}deep${'</div>'.repeat(15_000)}`)).toBe('deep')
    expect(plainText(`<p>${'<b>x</b><br>'.repeat(3)}</p><ul>${'<li>a'.repeat(300)}</ul>`)).toContain('- a\n- a')
  })
})

describe('mapping', () => {
  test.each([
    [
      ['id', 'title', 'description', 'cached_votes_up', 'created_at'],
      ['key', 'text', 'details', 'ignore', 'ignore'],
    ],
    [
      ['Titel', 'Omschrijving', 'Labels', 'Indiener', 'Kolom', 'Groep'],
      ['text', 'details', 'tags', 'author', 'column', 'group'],
    ],
    [
      ['Título', 'Descripción', 'Categoría', 'Autor', 'Columna'],
      ['text', 'details', 'tags', 'author', 'column'],
    ],
    [
      ['project_id', 'cost', 'name', 'category', 'votes'],
      ['key', 'ignore', 'text', 'tags', 'ignore'],
    ],
    [
      ['Idea', 'External ID', 'On behalf of', 'Group'],
      ['text', 'key', 'author', 'group'],
    ],
  ])('%j', (header, targets) => {
    expect(guessMapping([header, header.map(() => 'x')])).toEqual({ header: true, targets })
  })
  test('without names the first column of words holds the ideas', () => {
    const rows = [
      ['12', 'More light in the hall', '2024'],
      ['13', 'A bench by the pond', '2023'],
    ]
    expect(guessMapping(rows)).toEqual({ header: false, targets: ['ignore', 'text', 'ignore'] })
  })
  test('only a description: that is the idea', () => {
    expect(guessMapping([['description'], ['Soup']]).targets).toEqual(['text'])
  })
})

describe('a row', () => {
  const raw = { line: 7, text: 'Soup', details: '', tags: [], author: null, column: null, group: null, key: null }
  const judged = (over: Partial<typeof raw> | object, naming: 'named' | 'anonymous' = 'named') =>
    judgeIdea({ ...raw, ...over }, naming)

  test('without words or past a limit is left out, with its line, the reason and the limit', () => {
    const long = (many: number) => 'é'.repeat(many)
    expect(judged({ text: long(IDEA_TEXT_MAX_CHARS) }).problems).toEqual([])
    expect(judged({ text: long(IDEA_TEXT_MAX_CHARS + 1) })).toEqual({
      row: null,
      problems: [{ line: 7, reason: 'text-too-long', kept: false, limit: IDEA_TEXT_MAX_CHARS }],
    })
    expect(judged({ details: long(IDEA_DETAILS_MAX_CHARS) }).problems).toEqual([])
    expect(judged({ details: long(IDEA_DETAILS_MAX_CHARS + 1) }).problems[0]!.reason).toBe('details-too-long')
    expect(judged({ text: ' \u200b ' }).problems[0]!.reason).toBe('no-text')
  })
  test('keeps going in without what does not fit', () => {
    const tags = Array.from({ length: TAGS_MAX_PER_IDEA + 1 }, (_, n) => `tag ${n}`)
    const { row, problems } = judged({ tags, author: 'x'.repeat(NAME_MAX_CHARS + 1) })
    expect(row).toMatchObject({ tags: tags.slice(0, TAGS_MAX_PER_IDEA), author: null })
    expect(problems.map((problem) => [problem.reason, problem.kept])).toEqual([
      ['author-too-long', true],
      ['tags-left-out', true],
    ])
    expect(judged({ tags: ['x'.repeat(TAG_MAX_CHARS + 1), 'Ok', 'ok', ' '] }).row!.tags).toEqual(['Ok'])
  })
  test('brings no name onto an anonymous board', () => {
    expect(judged({ author: 'Ada' }).row!.author).toBe('Ada')
    expect(judged({ author: 'Ada' }, 'anonymous')).toMatchObject({
      row: { author: null },
      problems: [{ reason: 'author-left-out' }],
    })
  })
  test('of several details columns, the later ones keep their name', () => {
    const cells = ['Soup', 'Hot', '', '12', 'a; b']
    const idea = rawIdea(
      2,
      cells,
      ['text', 'details', 'details', 'details', 'tags'],
      ['t', 'd', 'empty', 'cost', 'tags'],
    )
    expect(idea).toMatchObject({ text: 'Soup', details: 'Hot\n\ncost: 12' })
  })
  test('columns the board lacks are made while there is room', () => {
    const plan = planColumns(
      ['To do', ...Array.from({ length: 9 }, (_, n) => `c${n}`)],
      ['to DO', 'New', 'new', 'Other', 'One more', null, 'x'.repeat(61)],
    )
    expect(plan.create).toEqual(['New', 'Other'])
    expect([...plan.refused]).toEqual(['one more', 'x'.repeat(61)])
  })
})

describe('what a file is, by its bytes', () => {
  const reasonOf = (file: Uint8Array) => {
    const source = readSource(file)
    return source.ok ? source.value.format : `${source.error.kind}/${source.error.reason}`
  }
  test.each([
    ['nothing', new Uint8Array(), 'invalid/file-empty'],
    ['only white space', bytes(' \n\t\n'), 'invalid/file-empty'],
    ['only a header', bytes('title,details\n'), 'invalid/no-ideas-in-file'],
    ['an Excel file', new Uint8Array([0x50, 0x4b, 0x03, 0x04, 1, 2]), 'unsupported-type/not-a-text-file'],
    ['a compressed file', new Uint8Array([0x1f, 0x8b, 8]), 'unsupported-type/not-a-text-file'],
    ['half a JSON file', bytes('[{"title": "Soup"'), 'invalid/not-json'],
    ['an empty list', bytes('[]'), 'invalid/no-ideas-in-file'],
    ['a number', bytes('{"a": 1}'), 'invalid/no-ideas-in-file'],
    ['a list in brackets', bytes('[draft] Soup\n[draft] Bread\n'), 'csv'],
    ['objects', bytes('[{"title": "Soup"}]'), 'json'],
    ['objects in an object', bytes('{"data": [{"title": "Soup"}]}'), 'json'],
    ['a board of ours', bytes('{"format": "kiem.board", "ideas": []}'), 'kiem'],
  ])('%s', (_, file, expected) => expect(reasonOf(file)).toBe(expected))
  test('one row past the limit is refused as a whole', () => {
    const rows = (many: number) => bytes(`title\n${'Soup\n'.repeat(many)}`)
    expect(reasonOf(rows(IMPORT_ROWS_MAX))).toBe('csv')
    expect(reasonOf(rows(IMPORT_ROWS_MAX + 1))).toBe('too-large/too-many-rows')
    const list = JSON.stringify(Array.from({ length: IMPORT_ROWS_MAX + 1 }, () => 'x'))
    expect(reasonOf(bytes(list))).toBe('too-large/too-many-rows')
  })
  test('JSON values become cells: lists are joined, objects and nulls are nothing, `__proto__` is a name like others', () => {
    const source = readSource(
      bytes('[{"title":"Soup","tags":["a","b"],"votes":3,"x":null,"y":{"z":1},"__proto__":"p"},"Bread"]'),
    )
    expect(source).toMatchObject({
      value: {
        names: ['title', 'tags', 'votes', 'x', 'y', '__proto__'],
        records: [{ cells: ['Soup', 'a, b', '3', '', '', 'p'] }, { cells: ['Bread', '', '', '', '', ''] }],
      },
    })
  })
})

describe('a proposal in a file', () => {
  test('lets in what the editor makes, and no address that runs something', () => {
    const doc = {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 2, onclick: 'x' }, content: [{ type: 'text', text: 'Why' }] },
        {
          type: 'paragraph',
          content: [
            {
              type: 'text',
              text: 'a',
              marks: [{ type: 'bold' }, { type: 'link', attrs: { href: 'javascript:alert(1)' } }],
            },
            { type: 'text', text: 'b', marks: [{ type: 'link', attrs: { href: 'https://x.nl' } }, { type: 'evil' }] },
          ],
        },
        {
          type: 'iframe',
          attrs: { src: 'x' },
          content: [{ type: 'paragraph', content: [{ type: 'text', text: 'kept' }] }],
        },
        { type: 'image', attrs: { src: 'x' } },
        { type: 'constructor' },
      ],
    }
    expect(soundProposal(doc)).toEqual([
      { node: 'heading', attrs: { level: 2 }, children: [{ text: 'Why' }] },
      {
        node: 'paragraph',
        attrs: {},
        children: [
          { text: 'a', marks: { bold: {} } },
          { text: 'b', marks: { link: { href: 'https://x.nl' } } },
        ],
      },
      { node: 'paragraph', attrs: {}, children: [{ text: 'kept' }] },
    ])
  })
  test.each([[null], ['x'], [{}], [{ content: 'x' }], [{ content: [null, 1, { type: 'text', text: 'loose' }] }]])(
    '%j is none',
    (doc) => {
      expect(soundProposal(doc)).toBeNull()
    },
  )
  test('nested without end it is cut, not followed', () => {
    let doc: object = { type: 'paragraph' }
    for (let i = 0; i < 5_000; i++) doc = { type: 'blockquote', content: [doc] }
    expect(JSON.stringify(soundProposal({ content: [doc] })).length).toBeLessThan(5_000)
  })
  test('goes out and comes back the same', () => {
    const doc = new Y.Doc()
    const heading = new Y.XmlElement<{ level: number }>('heading')
    const paragraph = new Y.XmlElement('paragraph')
    doc.getXmlFragment('content').insert(0, [heading as unknown as Y.XmlElement, paragraph])
    heading.setAttribute('level', 2)
    heading.insert(0, [new Y.XmlText('Why')])
    const words = new Y.XmlText()
    paragraph.insert(0, [words])
    words.applyDelta([{ insert: 'do ' }, { insert: 'it', attributes: { italic: {} } }, { insert: ' now' }])
    const out = JSON.parse(JSON.stringify(proposalJson(doc.getXmlFragment('content')))) as unknown
    expect(soundProposal(out)).toEqual([
      { node: 'heading', attrs: { level: 2 }, children: [{ text: 'Why' }] },
      {
        node: 'paragraph',
        attrs: {},
        children: [{ text: 'do ' }, { text: 'it', marks: { italic: {} } }, { text: ' now' }],
      },
    ])
  })
})
