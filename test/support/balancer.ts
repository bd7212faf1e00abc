// Owns: a load balancer as simple as they come: each new TCP connection goes to the next server, and past those that do
// not answer. No sticky sessions, no look inside. Must never hide a connection that was lost: it is lost for the client too.
//
//   const balancer = await startBalancer(() => cluster.nodes.map(({ port }) => port))
//   balancer.url; balancer.connections        // how many each port has been given so far
//   await balancer.close()
import { connect, createServer, type Socket } from 'node:net'

export type Balancer = {
  readonly url: string
  readonly connections: ReadonlyMap<number, number>
  close(): Promise<void>
}

export async function startBalancer(ports: () => readonly number[]): Promise<Balancer> {
  const connections = new Map<number, number>()
  const open = new Set<Socket>()
  let turn = 0

  function forward(client: Socket, candidates: number[]): void {
    const [port, ...others] = candidates
    if (port === undefined) return void client.destroy()
    const server = connect({ port, host: '127.0.0.1', noDelay: true })
    let connected = false
    open.add(server)
    server.once('connect', () => {
      connected = true
      connections.set(port, (connections.get(port) ?? 0) + 1)
      client.pipe(server).pipe(client)
      client.on('error', () => server.destroy())
      client.on('close', () => server.destroy())
    })
    server.on('error', () => {
      if (connected) client.resetAndDestroy()
      else forward(client, others)
    })
    server.on('close', () => {
      open.delete(server)
      if (connected) client.destroy()
    })
  }

  const listener = createServer({ noDelay: true }, (client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => client.destroy())
    const all = ports()
    const first = turn++ % all.length
    forward(client, [...all.slice(first), ...all.slice(0, first)])
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const port = typeof address === 'object' && address ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    connections,
    close() {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}
