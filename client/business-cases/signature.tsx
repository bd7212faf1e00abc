// Owns the question for the author's name on an anonymous board: everybody sees it alike, and the author alone is offered the
// answer, which cannot be taken back.

import { Button } from '@mantine/core'
import type { SignatureView } from '../../shared/business-case-views.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './case.module.css'

export function Signature({ ideaId }: { ideaId: IdeaId }) {
  const { t } = useTranslation('estimate')
  const format = useFormat()
  const { data: view } = useRead<SignatureView>(`idea:${ideaId}`, `/api/ideas/${ideaId}/signature`)
  const ask = useCommand('idea.ask-name')
  const sign = useCommand('idea.sign')
  if (!view || (!view.asked && !view.signed && !view.mayAsk && !view.maySign)) return null
  const { asked, signed } = view
  const refresh = () => invalidate([`idea:${ideaId}`])
  return (
    <section className={classes.sign} aria-labelledby="signature-title">
      <h2 id="signature-title">{t('sign.title')}</h2>
      {signed ? (
        <p>{t('sign.signed', { name: signed.by?.name ?? t('sign.someone'), day: format.shortDate(signed.at) })}</p>
      ) : null}
      {asked && !signed ? <p>{t('sign.asked', { name: asked.by?.name ?? t('sign.someone') })}</p> : null}
      {view.maySign ? (
        <div className={classes.mine}>
          <p>{t('sign.mine')}</p>
          <ConfirmAction
            label={t('sign.sign')}
            question={t('sign.question')}
            confirm={t('sign.sign')}
            onConfirm={async () => {
              await sign.run({ ideaId })
              await refresh()
            }}
          >
            <p>{t('sign.explain')}</p>
            <p>
              <strong>{t('sign.never')}</strong>
            </p>
          </ConfirmAction>
        </div>
      ) : null}
      {view.mayAsk && !view.maySign ? (
        <>
          <Button
            variant="subtle"
            size="compact-md"
            className={classes.quiet}
            loading={ask.busy}
            onClick={() => void ask.run({ ideaId }).then(refresh)}
          >
            {t('sign.ask')}
          </Button>
          <p className={classes.soft}>{t('sign.askHint')}</p>
        </>
      ) : null}
      <RefusalText refusal={ask.refusal ?? sign.refusal} />
    </section>
  )
}
