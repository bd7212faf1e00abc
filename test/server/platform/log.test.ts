// The log carries ids and causes, and never what people wrote or what opens a door.
import { expect, test } from 'vitest'
import { createLog } from '../../../server/platform/log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('trace', { write: (line) => void lines.push(line) }))
  return lines.join('')
}

test.each([
  { cookie: 'canary' },
  { token: 'canary' },
  { password: 'canary' },
  { secret: 'canary' },
  { req: { headers: { cookie: 'canary', authorization: 'canary' } } },
  { headers: { 'set-cookie': 'canary' } },
  { body: { password: 'canary', token: 'canary', code: 'canary' } },
  { user: { email: 'canary' } },
  { config: { oidc: { clientSecret: 'canary' } } },
])('a secret is struck out: %j', (fields) => {
  expect(logged((log) => log.info(fields, 'x'))).not.toContain('canary')
})

test('a line is JSON with a level by name, a time, and the ids given', () => {
  const line = JSON.parse(logged((log) => log.warn({ boardId: 'b1' }, 'moved')))
  expect(line).toMatchObject({ level: 'warn', boardId: 'b1', msg: 'moved' })
  expect(Date.parse(line.time)).not.toBeNaN()
})

test('an error keeps its code and causes, without the parameters of the statement that failed', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'ideas_pkey', detail: 'canary' })
  const error = new Error('Failed query: insert into ideas values ($1)\nparams: canary', { cause })
  const line = logged((log) => log.error({ err: error }, 'x'))
  expect(line).not.toContain('canary')
  expect(JSON.parse(line).err).toMatchObject({
    message: 'Failed query: insert into ideas values ($1)',
    cause: { code: '23505', constraint: 'ideas_pkey' },
  })
})
