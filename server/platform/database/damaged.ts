// Owns the question "is this document damaged?": something in its log is not what was stored (FAULTS F11), so that it can be read
// as far as it goes and not be changed. The sync engine says so with an error of its own of the same name.

export class DamagedDocument extends Error {
  override name = 'DamagedDocument'
}

export function isDamaged(error: unknown): boolean {
  return error instanceof Error && error.name === 'DamagedDocument'
}
