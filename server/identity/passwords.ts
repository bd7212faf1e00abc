// Owns when a password is hashed: before the transaction of a sign-up begins, because hashing takes long on purpose and
// the embedded database has one connection, which everybody else would wait for.

import { AsyncLocalStorage } from 'node:async_hooks'
import { hashPassword } from 'better-auth/crypto'
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from '../../shared/limits.ts'

export interface Passwords {
  /** Around one request to better-auth: what is prepared in it is used in it and nowhere else. */
  around<T>(request: () => T): T
  /** Call before the transaction, inside `around`. A password that will be refused anyway is left alone. */
  prepare(password: unknown): Promise<void>
  hash(password: string): Promise<string>
}

export function createPasswords(): Passwords {
  const requests = new AsyncLocalStorage<{ password?: string; hash?: string }>()
  return {
    around: (request) => requests.run({}, request),
    async prepare(password) {
      const store = requests.getStore()
      if (!store || typeof password !== 'string') return
      if (password.length < PASSWORD_MIN_CHARS || password.length > PASSWORD_MAX_CHARS) return
      store.password = password
      store.hash = await hashPassword(password)
    },
    async hash(password) {
      const store = requests.getStore()
      return store?.hash !== undefined && store.password === password ? store.hash : hashPassword(password)
    },
  }
}
