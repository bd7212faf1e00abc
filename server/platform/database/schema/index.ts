// Owns the one schema, for PostgreSQL and the embedded database alike. Change it, then `npm run migrations`.

export * from './accounts.ts'
export * from './boards.ts'
export * from './business-cases.ts'
export * from './discussions.ts'
export * from './escalations.ts'
export * from './goals.ts'
export * from './ground.ts'
export * from './ideas.ts'
export * from './organisation.ts'
export * from './seats.ts'
export * from './sessions.ts'
export * from './votes.ts'
