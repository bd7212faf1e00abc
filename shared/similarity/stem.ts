// Owns bringing words of one meaning to one form, in Dutch and English: endings off, spelling evened out. Pure. What comes
// out is for comparing and never shown. A light reading of the Snowball stemmers for Dutch and Porter's for English
// (M. F. Porter, snowballstem.org, BSD): the steps that matter for short texts of nouns, in our own words. Both err to the
// side of leaving a word whole.

export type Tongue = 'nl' | 'en'

/** What is left of a word is at least so long; shorter ones say too little. */
const STEM_MIN_CHARS = 3

export function stem(word: string, tongue: Tongue): string {
  return tongue === 'nl' ? stemDutch(word) : stemEnglish(word)
}

/** Takes the first of these endings off if what is before it passes; answers null when none came off. */
function without(
  word: string,
  endings: readonly string[],
  fits: (rest: string) => boolean = () => true,
): string | null {
  for (const ending of endings) {
    if (!word.endsWith(ending)) continue
    const rest = word.slice(0, -ending.length)
    if (rest.length >= STEM_MIN_CHARS && hasVowel(rest) && fits(rest)) return rest
  }
  return null
}

const hasVowel = (word: string) => /[aeiouy]/.test(word)
/** bakk → bak, but not the one of a word that ends in a vowel. */
const undoubled = (word: string) => word.replace(/([bcdfgklmnprst])\1$/, '$1')

function stemDutch(given: string): string {
  let word = given.replace(/'s?$/, '')
  if (word.endsWith('heden')) word = word.replace(/heden$/, 'heid')
  // Small things: buurttuintje, boompje, bloemetje, dingetje.
  word = without(word, ['etjes', 'etje'], (rest) => /[^aeiou]$/.test(rest)) ?? word
  word = without(word, ['tjes', 'pjes', 'jes', 'tje', 'pje', 'je']) ?? word
  word = without(word, ['ers', 'en'], (rest) => /[^aeiou]$/.test(rest)) ?? word
  // Also after that: fietsen and fiets.
  word = without(word, ['s'], (rest) => /[^aeiouyjs]$/.test(rest) || /[aeo]e$/.test(rest)) ?? word
  word = without(word, ['e'], (rest) => /[^aeiou]$/.test(rest)) ?? word
  word = without(undoubled(word), ['ing', 'end', 'heid', 'lijk', 'baar', 'ig'], isLong) ?? word
  word = undoubled(word)
  // boven and boom's boomen, maan and manen, brief and brieven, huis and huizen.
  word = word.replace(/([aeou])\1([^aeiou])$/, '$1$2')
  return word.replace(/v$/, 'f').replace(/z$/, 's')
}

const isLong = (rest: string) => rest.length >= STEM_MIN_CHARS + 1

function stemEnglish(given: string): string {
  let word = given.replace(/'s?$/, '')
  if (word.endsWith('ies') && word.length > 4) word = `${word.slice(0, -3)}y`
  else if (/(s|x|z|ch|sh)es$/.test(word)) word = word.slice(0, -2)
  else if (/[^su]s$/.test(word) && word.length > STEM_MIN_CHARS) word = word.slice(0, -1)
  word = undoubled(without(word, ['ingly', 'edly', 'ing', 'ed']) ?? word)
  word = without(word, ['fulness', 'iveness', 'ation', 'ment', 'ness', 'ful', 'ly', 'er', 'or'], isLong) ?? word
  word = undoubled(word)
  if (word.endsWith('e') && word.length > STEM_MIN_CHARS) word = word.slice(0, -1)
  return word.endsWith('y') && word.length > STEM_MIN_CHARS ? `${word.slice(0, -1)}i` : word
}
