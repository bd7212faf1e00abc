// Owns GET /api/openapi.json: the interface for programs, made from the command table and the list of routes, so that
// it can not tell anything else than what the server does.

import { z } from 'zod'
import { COMMANDS, COMMAND_NAMES } from '../../shared/commands.ts'
import { REFUSAL_KINDS } from '../../shared/outcome.ts'
import type { Route } from '../platform/route.ts'

const OUTCOME_REFUSED = {
  type: 'object',
  required: ['ok', 'error'],
  properties: {
    ok: { const: false },
    error: {
      type: 'object',
      required: ['kind', 'reason', 'message'],
      properties: {
        kind: { enum: Object.keys(REFUSAL_KINDS) },
        reason: { type: 'string' },
        message: { type: 'string' },
        field: { type: 'string' },
        limit: { type: 'number' },
        retryAfterMs: { type: 'number' },
      },
    },
  },
}

const REFUSED = {
  description: 'Refused; nothing was changed.',
  content: { 'application/json': { schema: OUTCOME_REFUSED } },
}

export function openApi(routes: readonly Route[]): object {
  const commands = COMMAND_NAMES.map((name) => [`/api/commands/${name}`, { post: commandOperation(name) }] as const)
  const paths: Record<string, Record<string, unknown>> = Object.fromEntries(commands)
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    const method = route.kind === 'post' ? 'post' : route.kind === 'upload' ? route.method : 'get'
    paths[path] = { ...paths[path], [method]: routeOperation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kiem',
      version: '1',
      description:
        'Everything that changes the world is a command. An `Idempotency-Key` makes sending it again harmless. ' +
        'Whoever has several people at their device (`seat.add`) sends a command for one of them as ' +
        '`/api/commands/<name>@<seatId>`, and reads what is theirs with `?seat=<seatId>`. ' +
        'Sign in with the session cookie of `/api/auth/*` (from the own origin) or with `Authorization: Bearer`.',
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'kiem.session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { token: [] }],
    paths,
  }
}

function commandOperation(name: (typeof COMMAND_NAMES)[number]): object {
  const { input, output, permission, scope } = COMMANDS[name]
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    description: `Costs the permission \`${permission}\`, asked about: ${scope}.`,
    parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 100 } }],
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(input, 'input') } } },
    responses: {
      200: {
        description: 'Done.',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['ok', 'value'],
              properties: { ok: { const: true }, value: schemaOf(output, 'output') },
            },
          },
        },
      },
      default: REFUSED,
    },
  }
}

function routeOperation(route: Route): object {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1])
  const method = route.kind === 'upload' ? route.method : route.kind === 'post' ? 'post' : 'get'
  return {
    operationId: `${method} ${route.path}`,
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(route.kind === 'post' ? { requestBody: { content: { 'application/json': {} } } } : {}),
    ...(route.kind === 'upload' ? { requestBody: { content: { 'application/octet-stream': {} } } } : {}),
    responses: { 200: { description: 'The answer.' }, default: REFUSED },
  }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
