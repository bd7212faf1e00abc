// Owns: several server processes on one PostgreSQL database and one Redis (H1), and reading what they count.
//
//   const cluster = await startCluster(2)                            // the run's own Redis
//   const cluster = await startCluster(2, { redis: [a.url, b.url] }) // each node by its own way, a proxy for example
//   cluster.nodes[0].url; await cluster.joined()                     // all hear each other
//   await cluster.figure(0, 'kiem_nodes', { what: 'forged' })        // from /metrics
//   await cluster.stop()
import { type PostgresDatabase, postgresDatabase, redis } from './services.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { until } from './until.ts'

export type ClusterOptions = {
  /** Redis's address as each node has it; default: the run's. */
  redis?: readonly string[]
  /** The database's address as each node has it, made from the real one. */
  database?: (url: string, node: number) => string
  env?: Record<string, string>
}

export type Cluster = {
  readonly nodes: readonly ServerProcess[]
  readonly database: PostgresDatabase
  figure(node: number, name: string, labels?: Record<string, string>): Promise<number>
  /** Resolves when every node hears all the others. */
  joined(deadlineMs?: number): Promise<void>
  stop(): Promise<void>
}

export async function startCluster(count: number, options: ClusterOptions = {}): Promise<Cluster> {
  const database = await postgresDatabase()
  const nodes: ServerProcess[] = []

  async function figure(node: number, name: string, labels: Record<string, string> = {}): Promise<number> {
    const answer = await fetch(`${nodes[node]!.url}/metrics`)
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
    for (const line of (await answer.text()).split('\n')) {
      const [, found, inside = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      if (found === name && wanted.every((label) => inside.includes(label))) return Number(value)
    }
    throw new Error(`node ${node} counts no ${name} ${wanted.join()}`)
  }

  const cluster: Cluster = {
    nodes,
    database,
    figure,
    async joined(deadlineMs) {
      const others = () => Promise.all(nodes.map((_, node) => figure(node, 'kiem_nodes', { what: 'others' })))
      const heard = () => Promise.all(nodes.map((_, node) => figure(node, 'kiem_nodes', { what: 'joined' })))
      await until(
        async () => {
          if ((await heard()).includes(0)) throw new Error(`joined: ${(await heard()).join()}`)
          if ((await others()).some((n) => n < count - 1)) throw new Error(`others: ${(await others()).join()}`)
        },
        'the nodes to hear each other',
        deadlineMs,
      )
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()))
      await database.drop()
    },
  }

  try {
    const shared = options.redis ? null : (await redis()).url
    for (let node = 0; node < count; node++) {
      const url = options.redis?.[node] ?? shared ?? ''
      const env = {
        ...options.env,
        DATABASE_URL: options.database?.(database.url, node) ?? database.url,
        REDIS_URL: url,
      }
      nodes.push(await startServer({ env }))
    }
    return cluster
  } catch (error) {
    await cluster.stop()
    throw error
  }
}
