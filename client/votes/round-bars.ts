// Owns what travels together once a vote is on: dots on cards and their bar, and the bar of every other vote.

export { CardVotes } from './card-votes.tsx'
export { RoundBar } from './round-bar.tsx'
export { RoundPanel } from './round-panel.tsx'
export { VoteDots } from './vote-dots.tsx'
