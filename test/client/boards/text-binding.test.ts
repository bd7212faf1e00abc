import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { TextBinding, type TextField } from '../../../client/boards/text-binding.ts'

class Field implements TextField {
  value = ''
  selectionStart = 0
  selectionEnd = 0
  selectionDirection = 'none' as const

  setSelectionRange(start: number, end: number): void {
    this.selectionStart = start
    this.selectionEnd = end
  }

  /** As a browser does it: the value and the caret change, then `input` is told. */
  type(text: string): void {
    this.value = this.value.slice(0, this.selectionStart) + text + this.value.slice(this.selectionEnd)
    this.setSelectionRange(this.selectionStart + text.length, this.selectionStart + text.length)
  }

  backspace(): void {
    const from = this.selectionStart === this.selectionEnd ? Math.max(0, this.selectionStart - 1) : this.selectionStart
    this.value = this.value.slice(0, from) + this.value.slice(this.selectionEnd)
    this.setSelectionRange(from, from)
  }
}

const MINE = { mine: true }

function person(initial = '') {
  const doc = new Y.Doc()
  const text = doc.getText('t')
  if (initial) text.insert(0, initial)
  const field = new Field()
  return { doc, text, field, binding: new TextBinding(text, field, { origin: MINE }) }
}

function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'network')
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'network')
}

test('typing goes into the document as my own small edit', () => {
  const ada = person('idea')
  const origins: unknown[] = []
  ada.text.observe((event, transaction) => {
    origins.push(transaction.origin)
    expect(event.delta).toEqual([{ retain: 4 }, { insert: 's' }])
  })
  ada.field.setSelectionRange(4, 4)
  ada.field.type('s')
  ada.binding.input()
  expect(ada.text.toJSON()).toBe('ideas')
  expect(origins).toEqual([MINE])
})

test('what others type appears, and my caret stays with my text', () => {
  const ada = person('one two')
  ada.field.setSelectionRange(4, 7)
  ada.text.insert(0, 'zero ')
  expect(ada.field.value).toBe('zero one two')
  expect([ada.field.selectionStart, ada.field.selectionEnd]).toEqual([9, 12])
  ada.text.delete(0, 5)
  expect([ada.field.selectionStart, ada.field.selectionEnd]).toEqual([4, 7])
})

test('a key that was pressed but not yet told survives an arriving change', () => {
  const ada = person('ab')
  ada.field.setSelectionRange(1, 1)
  ada.field.type('X')
  ada.text.insert(2, 'Y')
  ada.binding.input()
  expect(ada.field.value).toBe('aXbY')
  expect(ada.text.toJSON()).toBe('aXbY')
})

test('while an input method composes the field is left alone, and afterwards nothing is lost', () => {
  const ada = person('ab')
  ada.field.setSelectionRange(1, 1)
  ada.binding.compositionStart()
  ada.field.type('k')
  ada.binding.input()
  expect(ada.text.toJSON()).toBe('akb')
  ada.text.insert(0, 'THEM ')
  expect(ada.field.value).toBe('akb')
  ada.field.backspace()
  ada.field.type('か')
  ada.binding.input()
  expect(ada.text.toJSON()).toBe('THEM akb')
  ada.binding.compositionEnd()
  expect(ada.text.toJSON()).toBe('THEM aかb')
  expect(ada.field.value).toBe('THEM aかb')
  expect(ada.field.selectionStart).toBe(7)
})

test('after destroy neither side reaches the other', () => {
  const ada = person('a')
  ada.binding.destroy()
  ada.text.insert(1, 'b')
  expect(ada.field.value).toBe('a')
})

function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('two people typing, composing and deleting at once end with one text and no letter lost', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = random(seed)
    const ada = person()
    const ben = person()
    const composing = new Map([
      [ada, false],
      [ben, false],
    ])
    let typed = 0
    for (let step = 0; step < 60; step++) {
      const who = next(2) === 0 ? ada : ben
      const { field, binding } = who
      const what = next(10)
      if (what < 5) {
        // Every letter is its own, so that a lost one is seen; nothing deletes in this part.
        // A composition happens in one place; without one the caret jumps about.
        const at = next(field.value.length + 1)
        if (!composing.get(who)) field.setSelectionRange(at, at)
        field.type(String.fromCodePoint(0x4e00 + typed++))
        binding.input()
      } else if (what < 6) {
        if (!composing.get(who)) binding.compositionStart()
        composing.set(who, true)
      } else if (what < 8) {
        if (composing.get(who)) binding.compositionEnd()
        composing.set(who, false)
      } else exchange(ada.doc, ben.doc)
    }
    ada.binding.compositionEnd()
    ben.binding.compositionEnd()
    exchange(ada.doc, ben.doc)
    expect(ada.text.toJSON(), `seed ${seed}`).toBe(ben.text.toJSON())
    expect(ada.field.value, `seed ${seed}`).toBe(ada.text.toJSON())
    expect(ben.field.value, `seed ${seed}`).toBe(ben.text.toJSON())
    expect(ada.field.value.length, `seed ${seed}`).toBe(typed)
  }
})

test('with deletions too, fields and documents agree in the end', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = random(seed)
    const ada = person('some words to start from')
    const ben = person()
    exchange(ada.doc, ben.doc)
    for (let step = 0; step < 40; step++) {
      const { field, binding } = next(2) === 0 ? ada : ben
      const what = next(8)
      const at = next(field.value.length + 1)
      field.setSelectionRange(at, Math.min(field.value.length, at + next(4)))
      if (what < 3) field.type('ab'[next(2)]!)
      else if (what < 5) field.backspace()
      else if (what < 6) binding.compositionStart()
      else if (what < 7) binding.compositionEnd()
      else exchange(ada.doc, ben.doc)
      binding.input()
    }
    ada.binding.compositionEnd()
    ben.binding.compositionEnd()
    exchange(ada.doc, ben.doc)
    expect(ada.field.value, `seed ${seed}`).toBe(ben.field.value)
    expect(ada.field.value, `seed ${seed}`).toBe(ada.text.toJSON())
  }
})
