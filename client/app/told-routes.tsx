// Owns the pages behind links in mails: the one case somebody is asked about, and stopping mails.

import { DeskItem } from '../escalations/desk-item.tsx'
import { AnswerPage } from '../inbox/answer-page.tsx'

export { StopPage as StopRoute } from '../inbox/stop-page.tsx'

export function AnswerRoute({ token }: { token: string }) {
  return <AnswerPage token={token} show={(item) => <DeskItem item={item} />} />
}
