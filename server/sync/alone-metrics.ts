// Owns what the engine by itself says of itself, in Prometheus' words. Never a document's name, never a person.
import type { SyncStats } from './engine-shape.ts'

interface Figure {
  name: string
  help: string
  type: 'gauge' | 'counter'
  value: number
}

export function metricsText(stats: SyncStats, journalBytes: number, process: NodeJS.Process): string {
  const { user, system } = process.cpuUsage()
  const figures: Figure[] = [
    { name: 'sync_documents_open', help: 'Documents in memory', type: 'gauge', value: stats.rooms },
    { name: 'sync_documents_built', help: 'Of them, those somebody edits', type: 'gauge', value: stats.builtDocuments },
    {
      name: 'sync_documents_damaged',
      help: 'Of them, those that can only be read',
      type: 'gauge',
      value: stats.damagedDocuments,
    },
    { name: 'sync_document_bytes', help: 'Size of the open documents', type: 'gauge', value: stats.documentBytes },
    { name: 'sync_connections', help: 'Open connections', type: 'gauge', value: stats.seats },
    { name: 'sync_queued_updates', help: 'Updates waiting for their commit', type: 'gauge', value: stats.queued },
    { name: 'sync_commits_total', help: 'Commits to the journal', type: 'counter', value: stats.commits },
    { name: 'sync_journal_bytes', help: 'Size of the journal', type: 'gauge', value: journalBytes },
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory of the process',
      type: 'gauge',
      value: process.memoryUsage.rss(),
    },
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time of the process',
      type: 'counter',
      value: (user + system) / 1e6,
    },
  ]
  const lines = figures.flatMap(({ name, help, type, value }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    `${name} ${value}`,
  ])
  lines.push('# HELP sync_events_total What happened, by name (SPEC.md)', '# TYPE sync_events_total counter')
  for (const [event, count] of Object.entries(stats.counters))
    lines.push(`sync_events_total{event="${event}"} ${count}`)
  return `${lines.join('\n')}\n`
}
