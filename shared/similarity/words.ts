// Owns what words a short text is about: in which tongue it is written, without the words that every text has, each as it
// was written and as its stem. Pure.

import { stem, type Tongue } from './stem.ts'

export interface Word {
  stem: string
  /** As it was first written. */
  text: string
}

/** Words of one letter say nothing; of two only what is written in capitals: HR, IT, OV. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’]*/gu
const WORD_MIN_CHARS = 3

const STOP: Readonly<Record<Tongue, ReadonlySet<string>>> = {
  nl: new Set(
    `aan af al alle alleen alles als altijd ander andere anders bij binnen daar daarbij dan dat de deze die dit doe doen door
    dus echt een eens eerst eigen elk elke en er even extra gaan geen geven goed goede graag haar had heb hebben heeft heel
    hem hen het hier hij hoe hoeveel houden hun idee iedere iedereen iets ik in is ja je jij jou jouw jullie kan komen krijgen
    kunnen laat laten maak maakt maar maken mag meer meest men met mij mijn minder moet moeten mogen na naar nee niet niets
    nieuw nieuwe nog nu of om omdat onder ons ook op over per samen sommige soms steeds te tegen ten ter tijdens toch tot tussen
    u uit uw vaak van vanuit veel via vrij volgende voor vooral vaste waar waarom wanneer wat we weer weinig wel welke werden wie wij
    wil willen wordt worden zal ze zelf zich zien zij zijn zo zoals zodat zonder zou zouden zullen beter betere beste the`.split(
      /\s+/,
    ),
  ),
  en: new Set(
    `a about after again all also always an and any are around as ask at be because been before being best better between both
    but by can come could did do does doing don done down each else every everyone few first for free from get getting give go good
    great had has have having he her here him his how i idea if in into is it its just keep let like look made make making many
    may me more most much must my need needs new no not now of off on once one only or other our out over own people per
    please put really same see set she should so some someone something start still stop such take than that the their them
    then there these they thing things this those through to too two under up us use using very want was way we well were what
    when where which who whole why will with without would you your`.split(/\s+/),
  ),
}

/** A word that every text has, in either tongue. */
export const isStop = (word: string): boolean => STOP.nl.has(word) || STOP.en.has(word)

/** The tongue whose small words a text has most of; null when it says nothing. */
export function tongueOf(text: string): Tongue | null {
  const words = split(text).map((word) => word.toLowerCase())
  const nl = words.filter((word) => STOP.nl.has(word)).length
  const en = words.filter((word) => STOP.en.has(word)).length
  return nl === en ? null : nl > en ? 'nl' : 'en'
}

export function wordsOf(text: string, tongue: Tongue): Word[] {
  return split(text).flatMap((text): Word[] => {
    const word = text.toLowerCase()
    // Boards are bilingual: the small words of either are left out of both.
    if (isStop(plain(word))) return []
    const isShort = word.length < WORD_MIN_CHARS
    if (isShort && (text.length < 2 || text !== text.toUpperCase() || /^\p{N}+$/u.test(text))) return []
    return [{ stem: stem(plain(word), tongue), text }]
  })
}

const split = (text: string): string[] => text.normalize('NFC').match(WORD) ?? []

/** Without accents: één and een, café and cafe. */
const plain = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').replace(/’/g, "'")
