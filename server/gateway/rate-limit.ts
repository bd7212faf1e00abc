// Owns counting how fast somebody asks: token buckets in memory, one per key. It must never decide what is counted or
// what a refusal says; and it forgets full buckets, so that keys made up by strangers cost no lasting memory.

export interface Buckets {
  /** Takes one; answers 0, or the milliseconds until one is there (and then takes nothing). */
  take(key: string): number
  giveBack(key: string): void
  /** How many are left, without taking. */
  left(key: string): number
  /** Milliseconds until at least `wanted` are there. */
  waitFor(key: string, wanted: number): number
}

/** Buckets are swept when this many exist; a room of a thousand stays far below. */
const SWEEP_AT_KEYS = 10_000

interface Bucket {
  tokens: number
  at: number
}

/** `capacity` at once, refilled evenly with `capacity` (or `refill`) per `perMs`. `nowMs` is any clock that only matters by difference. */
export function createBuckets(options: {
  capacity: number
  perMs: number
  refill?: number
  nowMs: () => number
}): Buckets {
  const { capacity, nowMs } = options
  const perToken = options.perMs / (options.refill ?? capacity)
  const buckets = new Map<string, Bucket>()

  function tokensAt(bucket: Bucket | undefined, now: number): number {
    if (!bucket) return capacity
    // A clock that jumped back gives nothing and takes nothing (FAULTS F17).
    return Math.min(capacity, bucket.tokens + Math.max(0, now - bucket.at) / perToken)
  }

  function sweep(now: number): void {
    for (const [key, bucket] of buckets) if (tokensAt(bucket, now) >= capacity) buckets.delete(key)
  }

  function waitFor(key: string, wanted: number): number {
    const tokens = tokensAt(buckets.get(key), nowMs())
    return tokens >= wanted ? 0 : Math.ceil((wanted - tokens) * perToken)
  }

  return {
    take(key) {
      const now = nowMs()
      const wait = waitFor(key, 1)
      if (wait > 0) return wait
      if (buckets.size >= SWEEP_AT_KEYS && !buckets.has(key)) sweep(now)
      buckets.set(key, { tokens: tokensAt(buckets.get(key), now) - 1, at: now })
      return 0
    },
    giveBack(key) {
      const now = nowMs()
      const bucket = buckets.get(key)
      if (bucket) buckets.set(key, { tokens: Math.min(capacity, tokensAt(bucket, now) + 1), at: now })
    },
    left: (key) => Math.floor(tokensAt(buckets.get(key), nowMs())),
    waitFor,
  }
}

export type BucketMaker = (capacity: number, perMs: number, refill?: number) => Buckets

export function bucketsBy(nowMs: () => number): BucketMaker {
  return (capacity, perMs, refill = capacity) => createBuckets({ capacity, perMs, refill, nowMs })
}
