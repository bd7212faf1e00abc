// Owns from how many people on nobody can be told apart by elimination.

/** The smallest group of which anything may be said without saying it of somebody (PRODUCT: groups of at least five). */
export const ANONYMITY_MIN_PEOPLE = 5

/** Among so few, what is secret or unsigned can often be guessed: whoever asks for it is told (F79). */
export const mayBeGuessed = (people: number): boolean => people < ANONYMITY_MIN_PEOPLE
