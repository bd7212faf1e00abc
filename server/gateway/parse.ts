// Owns turning what a caller sent into a command's input, or into a refusal that says which field and why.

import { type z, ZodError } from 'zod'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'

type Issue = ZodError['issues'][number]

/** Reasons written in shared/commands.ts are kebab-case words; zod's own messages are sentences. */
const OUR_REASON = /^[a-z]+(-[a-z]+)*$/

export function parse<S extends z.ZodType>(schema: S, input: unknown): Outcome<z.output<S>> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return done(parsed.data)
  const issue = parsed.error.issues[0]
  return issue ? refusalOf(issue, input) : refuse('invalid', 'invalid-input')
}

function refusalOf(issue: Issue, input: unknown) {
  const path = issue.path.map(String)
  const unknownField = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = [...path, ...(unknownField === undefined ? [] : [unknownField])].join('.')
  const reason = reasonOf(issue, input)
  const sentence = `${field === '' ? 'the input' : field}: ${reason.replaceAll('-', ' ')}`
  // Only a list's limit is told from here: a text's schema is looser than the limit it then checks by code points.
  const limit = issue.code === 'too_big' && issue.origin === 'array' ? { limit: Number(issue.maximum) } : {}
  return refuse('invalid', reason, sentence, { ...(field === '' ? {} : { field }), ...limit })
}

function reasonOf(issue: Issue, input: unknown): string {
  if (OUR_REASON.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(input, issue.path) === undefined ? 'missing' : 'wrong-type'
    case 'unrecognized_keys':
      return 'unknown-field'
    case 'invalid_value':
    case 'invalid_union':
      return 'not-an-option'
    case 'too_big':
      return 'too-large'
    case 'too_small':
      return 'too-small'
    default:
      return 'invalid-value'
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
