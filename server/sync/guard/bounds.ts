// Owns the numbers of the guard that are the same for every document. What a document may hold is its schema's to say.

/** Structs in one update. The largest honest one seen (a pasted report of 250 KB) has 17,000; each costs about 250 bytes while it is applied. */
export const UPDATE_STRUCTS_MAX = 100_000
/** Client ids that write in one update: one for every page load that was offline. Y.js compares conflicts of all of them with each other. */
export const UPDATE_CLIENTS_MAX = 500
/** Client ids of one person in one document: ten page loads a day that write, for nearly three years. */
export const PERSON_CLIENTS_MAX = 10_000
/** A single struct: more characters than a frame can carry, and more than anybody has deleted in one page load. */
export const STRUCT_LENGTH_MAX = 2_000_000
/** Clocks stay well inside what every part of Y.js counts exactly. */
export const CLOCK_MAX = 2 ** 31 - 1
/** Objects and arrays within one plain value. */
export const VALUE_DEPTH_MAX = 16
/** In a document without a schema: rich text of other editors nests more than ours, and readers that call themselves survive this. */
export const OPEN_DEPTH_MAX = 100

/** Keys that change an object instead of filling it. */
const POISON = new Set(['__proto__', 'constructor', 'prototype'])
export const isPoison = (key: string): boolean => POISON.has(key)
