// Owns the walls of the house: who may import whom, and what no file may do. A failure names file → import.
// An exception is a decision: it gets a name and a reason here, or the code moves.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../shared/commands.ts'
import { PERMISSIONS } from '../shared/permissions.ts'
import { type Import, importsOf, REPOSITORY, roomOf, type SourceFile, sourceFiles } from './support/source.ts'

const shared = sourceFiles('shared')
const server = sourceFiles('server')
const client = sourceFiles('client')
const tests = sourceFiles('test')
const all = [...shared, ...server, ...client, ...tests, ...sourceFiles('scripts', 'vite.config.ts', 'vitest.config.ts')]

const SERVER_GROUND = ['', 'platform', 'gateway', 'sync']
const CLIENT_GROUND = ['', 'app', 'live', 'ui', 'i18n', 'public']
const serverRooms = server.filter((file) => !SERVER_GROUND.includes(roomOf(file.path)))
const clientRooms = client.filter((file) => !CLIENT_GROUND.includes(roomOf(file.path)))

const under = (target: string, ...places: string[]) =>
  places.some((place) => target === place || target.startsWith(place.endsWith('/') ? place : `${place}/`))
const named = (file: SourceFile, ...names: string[]) => names.includes(path.basename(file.path))

/** Every import that `allowed` does not allow, as lines a person can act on. */
function trespasses(files: SourceFile[], allowed: (wanted: Import, file: SourceFile) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((wanted) => !allowed(wanted, file)).map((wanted) => `${file.path} → ${wanted.specifier}`),
  )
}

/** Every line of code that matches, as file:line: text. Comments may speak of what code may not do. */
function mentions(files: SourceFile[], pattern: RegExp, where: 'code' | 'anywhere' = 'code'): string[] {
  const seen = (line: string) => pattern.test(line) && (where === 'anywhere' || !/^\s*(?:\/\/|\*|\/\*)/.test(line))
  return files.flatMap((file) =>
    file.text.split('\n').flatMap((line, index) => (seen(line) ? [`${file.path}:${index + 1}: ${line.trim()}`] : [])),
  )
}

// This file names what it forbids.
const ITSELF = 'test/architecture.test.ts'
const WEB = ['express', 'socket.io', 'ws', 'redis', '@socket.io/redis-adapter']

describe('walls', () => {
  test('the reader of imports sees every form of them', () => {
    const text = `import a from 'one'\nimport {\n  b,\n} from './two.ts'\nexport * from '@s/three/deep'\nimport 'four'
const five = await import('./five.ts')\nimport type { T } from 'six'\nimport { type U } from 'seven'`
    const seen = importsOf('server/votes/rules.ts', text).map(
      ({ target, typeOnly }) => `${target}${typeOnly ? ' (type)' : ''}`,
    )
    expect(seen.sort()).toEqual(
      ['@s/three', 'four', 'one', 'server/votes/five.ts', 'server/votes/two.ts', 'six (type)', 'seven (type)'].sort(),
    )
  })

  test('shared imports shared and zod; only documents.ts also yjs', () => {
    const found = trespasses(shared, ({ own, target }, file) =>
      own ? under(target, 'shared') : target === 'zod' || (target === 'yjs' && named(file, 'documents.ts')),
    )
    expect(found).toEqual([])
  })

  test('server never imports client or test, client never server or test', () => {
    expect(trespasses(server, ({ own, target }) => !own || under(target, 'server', 'shared'))).toEqual([])
    expect(trespasses(client, ({ own, target }) => !own || under(target, 'client', 'shared'))).toEqual([])
  })

  test('server rules are sentences about facts: shared alone, nothing async, no clock, no ids', () => {
    const rules = server.filter((file) => named(file, 'rules.ts'))
    expect(trespasses(rules, ({ own, target }) => own && under(target, 'shared'))).toEqual([])
    const impure =
      /\basync\b|\bawait\b|\bPromise\b|Date\.now|new Date\(\)|Math\.random|randomUUID|performance\.|setTimeout/
    expect(mentions(rules, impure)).toEqual([])
  })

  test('server rooms never import rooms, nor the gateway: compose.ts hands them their functions', () => {
    const found = trespasses(serverRooms, ({ own, target }, file) => {
      if (!own || under(target, 'shared')) return true
      return under(target, `server/${roomOf(file.path)}`, 'server/platform', 'server/sync')
    })
    expect(found).toEqual([])
  })

  test('store.ts and reads.ts know their room and the database', () => {
    const found = trespasses(
      serverRooms.filter((file) => named(file, 'store.ts', 'reads.ts')),
      ({ own, target, typeOnly }, file) =>
        own
          ? under(target, 'shared', `server/${roomOf(file.path)}`, 'server/platform/database') ||
            (typeOnly && target === 'server/platform/command.ts') // who asks, and where they stand: shapes
          : ![...WEB, 'yjs', 'y-protocols'].includes(target),
    )
    expect(found).toEqual([])
  })

  test('commands.ts knows its room, the database, the outbox and the clock', () => {
    // command.ts and topics.ts are the shapes of a command and of an outbox row.
    const ground = ['database', 'outbox.ts', 'outbox', 'clock.ts', 'command.ts', 'topics.ts', 'ids.ts']
    const found = trespasses(
      serverRooms.filter((file) => named(file, 'commands.ts')),
      ({ own, target }, file) =>
        own
          ? under(target, 'shared', `server/${roomOf(file.path)}`, ...ground.map((name) => `server/platform/${name}`))
          : ![...WEB, 'yjs', 'y-protocols'].includes(target),
    )
    expect(found).toEqual([])
  })

  test('server/sync is a library: itself, shared/wire, yjs, y-protocols, lib0', () => {
    // alone.ts is the program that runs the library by itself, so it has to open a port.
    const found = trespasses(
      server.filter((file) => roomOf(file.path) === 'sync'),
      ({ own, target }, file) => {
        if (own) return under(target, 'server/sync', 'shared/wire.ts')
        if (target.startsWith('node:') || ['yjs', 'y-protocols', 'lib0'].includes(target)) return true
        return target === 'ws' && named(file, 'alone.ts')
      },
    )
    expect(found).toEqual([])
  })

  test('server/gateway knows shared, platform and config; only upgrade.ts knows sync, and only its index', () => {
    const found = trespasses(
      server.filter((file) => roomOf(file.path) === 'gateway'),
      ({ own, target }, file) =>
        !own ||
        under(target, 'shared', 'server/platform', 'server/gateway', 'server/config.ts') ||
        (named(file, 'upgrade.ts') && target === 'server/sync/index.ts'),
    )
    expect(found).toEqual([])
  })

  test('server/platform knows shared and config: no room, no gateway, no sync', () => {
    const found = trespasses(
      server.filter((file) => roomOf(file.path) === 'platform'),
      ({ own, target }) => !own || under(target, 'shared', 'server/platform', 'server/config.ts'),
    )
    expect(found).toEqual([])
  })

  test('compose.ts and its parts are the only files that know every room; main.ts knows only compose, config and platform', () => {
    const composing = /^compose(?:-[a-z]+)?\.ts$/
    const top = server.filter((file) => roomOf(file.path) === '' && !composing.test(path.basename(file.path)))
    const found = trespasses(
      top,
      ({ own, target }, file) =>
        !own ||
        under(target, 'shared', 'server/platform', 'server/compose.ts', 'server/config.ts') ||
        roomOf(target) === '' ||
        // Programs of their own, without the rest of Kiem: each knows the one room it looks at.
        (named(file, 'repair.ts') && under(target, 'server/documents')) ||
        (named(file, 'audit.ts') && under(target, 'server/escalations/audit')),
    )
    expect(found).toEqual([])
  })

  test('client rooms know shared, ui, live, i18n and themselves', () => {
    const found = trespasses(
      clientRooms,
      ({ own, target }, file) =>
        !own || under(target, 'shared', 'client/ui', 'client/live', 'client/i18n', `client/${roomOf(file.path)}`),
    )
    expect(found).toEqual([])
  })

  test('client/ui, client/live and client/i18n know no room', () => {
    const ground = client.filter((file) => ['ui', 'live', 'i18n'].includes(roomOf(file.path)))
    const found = trespasses(
      ground,
      ({ own, target }) => !own || under(target, 'shared', 'client/ui', 'client/live', 'client/i18n'),
    )
    expect(found).toEqual([])
  })

  test('only client/live touches the network', () => {
    const others = client.filter((file) => roomOf(file.path) !== 'live')
    expect(mentions(others, /(?<![.\w])fetch\(|new (?:WebSocket|XMLHttpRequest|EventSource)\b|sendBeacon/)).toEqual([])
    expect(trespasses(others, ({ target }) => !['socket.io-client', 'y-websocket'].includes(target))).toEqual([])
  })

  test('the browser takes only types from the command table: the schemas stay on the server', () => {
    const found = trespasses(
      client,
      ({ target, typeOnly }) => typeOnly || (target !== 'shared/commands.ts' && target !== 'zod'),
    )
    expect(found).toEqual([])
  })
})

describe('files', () => {
  test('a file past 300 lines is two rooms', () => {
    // A test file is a list of rules, read one at a time: it may be longer.
    const most = (file: SourceFile) => (/\.test\.tsx?$/.test(file.path) ? 500 : 300)
    const lines = (file: SourceFile) => file.text.trimEnd().split('\n').length
    const long = all.filter((file) => lines(file) > most(file))
    expect(long.map((file) => `${file.path}: ${lines(file)} lines`)).toEqual([])
  })

  test('names say what is inside: kebab-case, and no utils, helpers, common, manager, types', () => {
    const parts = all.flatMap((file) =>
      file.path
        .split('/')
        .slice(1)
        .map((part) => [file.path, part] as const),
    )
    const vague = /^(?:utils?|helpers?|common|managers?|types?)(?:\.|$)/
    const wrong = parts.filter(([, part]) => vague.test(part) || !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part))
    expect(wrong.map(([file]) => file)).toEqual([])
  })

  test('a file opens with what it owns and what it must never do', () => {
    const code = [...shared, ...server, ...client].filter((file) => !file.path.endsWith('.css'))
    const silent = code.filter((file) => !/^(?:#!.*\n)?(?:\/\/|\/\*)/.test(file.text))
    expect(silent.map((file) => file.path)).toEqual([])
  })

  test('at the top there are four rooms and the papers of the house', () => {
    const rooms = ['shared', 'server', 'client', 'test', 'scripts']
    const papers = [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'vite.config.ts',
      'vitest.config.ts',
      'README.md',
      'docs', // the readme's picture
    ]
    const more = [
      'LICENSE',
      'biome.json',
      '.oxlintrc.json',
      'Dockerfile',
      'compose.yaml',
      '.dockerignore',
      '.ci',
      '.npmrc',
    ]
    const tools = ['.git', '.gitignore', '.gitattributes', '.editorconfig', 'drizzle.config.ts']
    const made = ['node_modules', 'dist', 'data', '.env', '.DS_Store', '.vscode', '.idea']
    const known = new Set([...rooms, ...papers, ...more, ...tools, ...made])
    expect(readdirSync(REPOSITORY).filter((entry) => !known.has(entry) && !entry.endsWith('.log'))).toEqual([])
  })

  test('nothing is silenced and nothing is left for later', () => {
    const others = all.filter((file) => file.path !== ITSELF)
    expect(mentions(others, /@ts-(?:ignore|nocheck)|\b(?:TODO|FIXME|XXX)\b/, 'anywhere')).toEqual([])
  })

  test('tests do not sleep: they await an event with a deadline', () => {
    const files = tests.filter((file) => /\.test\.tsx?$/.test(file.path) && file.path !== ITSELF)
    expect(
      mentions(files, /setTimeout\(\s*(?:resolve|r|res|done|ok)\b|waitForTimeout|from 'node:timers\/promises'/),
    ).toEqual([])
  })

  test('F90 nothing decodes the V2 encoding: a hostile one hangs', () => {
    const found = mentions(
      [...shared, ...server, ...client],
      /(?:applyUpdate|decodeUpdate|mergeUpdates|diffUpdate|encodeStateAsUpdate)V2/,
    )
    expect(found).toEqual([])
  })

  test('every command costs a permission that has a row', () => {
    const without = Object.entries(COMMANDS).filter(([, command]) => !PERMISSIONS.includes(command.permission))
    expect(without.map(([name]) => name)).toEqual([])
  })
})
