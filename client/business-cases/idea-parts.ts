// Owns what the page of an idea loads of this room, in one piece.

export { BusinessCase } from './business-case.tsx'
export { Readiness } from './readiness.tsx'
export { Signature } from './signature.tsx'
