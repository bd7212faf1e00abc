// Owns the order of a reveal: every order equally likely, from cryptographic randomness. Pure but for the bytes it is handed.

/** 32 bits: far more than any list here is long. */
const DRAW_BYTES = 4
const DRAWS = 2 ** 32

/** A new list, shuffled after Fisher and Yates. */
export function shuffled<T>(items: readonly T[], randomBytes: (length: number) => Uint8Array): T[] {
  const list = [...items]
  for (let i = list.length - 1; i > 0; i--) {
    const j = below(i + 1, randomBytes)
    const moved = list[i]!
    list[i] = list[j]!
    list[j] = moved
  }
  return list
}

/** A whole number under `bound`; draws beyond the last full multiple are thrown away, because they would favour the low ones. */
function below(bound: number, randomBytes: (length: number) => Uint8Array): number {
  const fair = DRAWS - (DRAWS % bound)
  for (;;) {
    const draw = Buffer.from(randomBytes(DRAW_BYTES)).readUInt32BE()
    if (draw < fair) return draw % bound
  }
}
