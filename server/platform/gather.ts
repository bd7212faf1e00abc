// Owns asking once for many: questions that come while one is being answered ride together in the next. Must never answer a
// question with what was asked before it came.

/** More in one query gains nothing more. */
const AT_ONCE = 500

interface Waiting<Q, A> {
  question: Q
  resolve(answer: A): void
  reject(cause: unknown): void
}

/** `ask` answers in the order of its questions; when it rejects, so do all of them. */
export function gather<Q, A>(ask: (questions: readonly Q[]) => Promise<readonly A[]>): (question: Q) => Promise<A> {
  const waiting: Waiting<Q, A>[] = []
  let running = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const taken = waiting.splice(0, AT_ONCE)
      try {
        const answers = await ask(taken.map(({ question }) => question))
        taken.forEach(({ resolve, reject }, i) => {
          if (i < answers.length) resolve(answers[i] as A)
          else reject(new Error('a question was not answered'))
        })
      } catch (cause) {
        for (const { reject } of taken) reject(cause)
      }
    }
    running = false
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (running) return
      running = true
      // Whoever asks in the same turn comes along.
      setImmediate(() => void run())
    })
}

/** Many who ask the same share one answer: of each key it is asked once for all who came meanwhile. */
export function gatherSame<K, A>(ask: (key: K) => Promise<A>): (key: K) => Promise<A> {
  return gather(async (keys: readonly K[]) => {
    const asked = new Map<K, Promise<A>>()
    for (const key of keys) if (!asked.has(key)) asked.set(key, ask(key))
    return Promise.all(keys.map((key) => asked.get(key)!))
  })
}
