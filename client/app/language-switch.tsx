// Owns switching language in one press, each language called by its own name.

import { UnstyledButton } from '@mantine/core'
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './language-switch.module.css'
import { switchLanguage } from './use-language.ts'

export function LanguageSwitch() {
  const { t, language: spoken } = useTranslation()
  return (
    <div className={classes.switch} role="group" aria-label={t('language.label')}>
      {LANGUAGES.map((language) => (
        <UnstyledButton
          key={language}
          lang={language}
          className={classes.choice}
          aria-pressed={language === spoken}
          onClick={() => void switchLanguage(language)}
        >
          {LANGUAGE_NAMES[language]}
        </UnstyledButton>
      ))}
    </div>
  )
}
