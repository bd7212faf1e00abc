// Owns the few things the guard looks up inside Yjs, in one place for the day they change. Read only.
/* oxlint-disable no-underscore-dangle -- Yjs marks its own fields this way, and has no public names for these */
import type * as Y from 'yjs'

export type Type = Y.AbstractType<unknown>

/** The item a type stands in; null for a root. */
export const itemOf = (type: Type): Y.Item | null => type._item

/** The value of a key, or the last one it had. */
export const valueAt = (type: Type, key: string): Y.Item | undefined => type._map.get(key)

export const valuesOf = (type: Type): ReadonlyMap<string, Y.Item> => type._map

/** Units of text, or children. */
export const lengthOf = (type: Type): number => type._length

export const firstOf = (type: Type): Y.Item | null => type._start
