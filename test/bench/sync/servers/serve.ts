// Owns: what every server of the bench tells about itself: its port, its processor time, its memory after a collection.
import { answering, type ServerOrder } from '../orders.ts'

export interface Own {
  seed?(documents: string[], cards: number): Promise<void>
  stop?(): Promise<void>
}

export function serve(port: number, own: Own): void {
  answering(async (order: ServerOrder) => {
    switch (order.do) {
      case 'cpu': {
        const { user, system } = process.cpuUsage()
        return { ms: (user + system) / 1000 }
      }
      case 'memory': {
        // Twice: what the first one frees may hold on to more.
        globalThis.gc?.()
        globalThis.gc?.()
        const { heapUsed, external, rss } = process.memoryUsage()
        return { liveBytes: heapUsed + external, residentBytes: rss }
      }
      case 'seed':
        await own.seed?.(order.documents, order.cards)
        return null
      case 'stop':
        await own.stop?.()
        // After the answer is out.
        setTimeout(() => process.exit(0), 20)
        return null
    }
  })
  process.send?.({ port })
}
