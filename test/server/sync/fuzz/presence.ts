// Presence as a y-websocket client sends it, with a word in it that must not show in a quiet document.
import * as encoding from 'lib0/encoding'
import { presenceFrame } from '../../../../server/sync/frames.ts'

export const WHISPER = 'whispered-'

export function presenceOf(clientId: number, clock: number, text: string): Uint8Array {
  const entry = encoding.createEncoder()
  encoding.writeVarUint(entry, clientId)
  encoding.writeVarUint(entry, clock)
  encoding.writeVarString(entry, JSON.stringify({ editing: `${WHISPER}${text}`, typing: true }))
  return presenceFrame([encoding.toUint8Array(entry)])
}
