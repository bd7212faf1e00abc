// Owns: which rules of our engine a server of the bench has on.

export interface OwnSetting {
  log: 'postgres' | 'embedded' | 'journal' | 'memory'
  databaseUrl?: string
  /** A database ready made, so that the start is not what is waited for. */
  template?: string
  guard?: 'off'
  access?: 'off'
  /** Milliseconds a busy room gathers; left out: as it ships. */
  window?: number
}
