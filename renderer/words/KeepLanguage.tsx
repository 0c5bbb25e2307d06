import { useIsMutating } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isSavingSettings, useSettings } from '../features/settings/use-settings.js'
import { speakAsSet } from './language.js'

/**
 * Speaks the language that the settings say, also when another window has changed it. Only once they are saved: the page
 * is loaded again for it, and would ask for the setting of before.
 */
export function KeepLanguage() {
  const language = useSettings().settings.data?.language
  const isSaving = useIsMutating(isSavingSettings) > 0
  useEffect(() => {
    if (language !== undefined && !isSaving) speakAsSet(language)
  }, [language, isSaving])
  return null
}
