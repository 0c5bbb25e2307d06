import type { Language } from '../../../contract/settings.js'
import { createHearing } from '../../../contract/words/hear.js'
import { languageOf, type Spoken } from '../../../contract/words/languages.js'
import { inEnglish, type Said } from '../../../contract/words/said.js'
import { speak, spoken, type Words } from '../../../contract/words/say.js'

/** A language's words, and the messages that the core's sentences are made of. */
export interface Catalogue {
  words: Words
  host: readonly string[]
}

export interface DesktopWords {
  /**
   * Menus, questions and notifications are in the language that the setting means from then on. Resolves with whether that
   * is another one than before: then menus are to be made anew. Those that are asked for at once come one after another.
   */
  speakAs(setting: Language): Promise<boolean>
  /** A sentence of the core, in the language that is spoken. */
  hear(text: Said): string
}

/** `system`: the languages of the system, the liked best first. `load` is asked for a language other than English. */
export function desktopWords(
  system: () => readonly string[],
  load: (language: Spoken) => Promise<Catalogue>,
): DesktopWords {
  let hearing = (text: string) => text
  let last: Promise<unknown> = Promise.resolve()

  async function change(setting: Language): Promise<boolean> {
    const language = languageOf(setting, system())
    if (language === spoken()) return false
    const { words, host } = language === 'en' ? { words: {}, host: [] } : await load(language)
    speak(language, words)
    hearing = language === 'en' ? (text) => text : createHearing(host)
    return true
  }

  return {
    speakAs(setting) {
      const changed = last.then(() => change(setting))
      last = changed.catch(() => undefined)
      return changed
    },
    hear: (text) => hearing(inEnglish(text)),
  }
}
