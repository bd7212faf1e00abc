// Owns: Hocuspocus as shipped, with its SQLite extension where that could be built; BENCH_FLUSH_MS is its own way to gather.
import { serve } from './serve.ts'

type Shipped = new (
  configuration: object,
) => {
  listen(port: number): Promise<unknown>
  address: { port: number }
  destroy(): Promise<void>
}
const load = (name: string): Promise<Record<string, unknown>> => import(name)

const { Server } = (await load('@hocuspocus/server')) as { Server: Shipped }
const extensions: object[] = []
const data = process.env['BENCH_DATA']
if (data !== undefined) {
  const { SQLite } = (await load('@hocuspocus/extension-sqlite')) as { SQLite: new (options: object) => object }
  extensions.push(new SQLite({ database: `${data}/documents.sqlite` }))
}
const flush = process.env['BENCH_FLUSH_MS']
const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  stopOnSignals: false,
  extensions,
  ...(flush === undefined ? {} : { flushDelay: Number(flush) }),
})
await server.listen(0)
serve(server.address.port, { stop: () => server.destroy() })
