import { useEffect } from 'react'
import { useSettings } from '../features/settings/use-settings.js'
import { speakAsSet } from './language.js'

/** Speaks the language that the settings say, also when another window has changed it. */
export function KeepLanguage() {
  const language = useSettings().settings.data?.language
  useEffect(() => {
    if (language !== undefined) speakAsSet(language)
  }, [language])
  return null
}
