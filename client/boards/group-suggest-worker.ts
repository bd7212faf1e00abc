// Owns comparing a board's cards beside the page, so that two thousand of them do not hold up a hand. It knows only what it
// is sent.

import { type SuggestedCard, suggestGroups } from './group-suggestions.ts'

addEventListener('message', ({ data }: MessageEvent<SuggestedCard[]>) => postMessage(suggestGroups(data)))
