import type { Language } from '../../contract/settings.js'
import { createHearing } from '../../contract/words/hear.js'
import { complete, isLanguage, languageOf, languages, type Spoken } from '../../contract/words/languages.js'
import { inEnglish, type Said } from '../../contract/words/said.js'
import { speak, spoken } from '../../contract/words/say.js'

/** The setting is in the profile, which the page asks for only later: what it was the last time. */
const REMEMBERED = 'latchkey.language'

/** Whoever translates sets it in the console of the page, to whatever: languages that lack words are offered too. */
const UNFINISHED = 'latchkey.unfinished-languages'

/** The languages to choose from. */
export function offeredLanguages(): readonly Spoken[] {
  return localStorage.getItem(UNFINISHED) === null ? complete : (Object.keys(languages) as Spoken[])
}

/** Says everything in the language of the last time. To be awaited before anything that says something is loaded. */
export async function loadWords(): Promise<void> {
  const language = languageOf(remembered(), navigator.languages)
  document.documentElement.lang = language
  if (language === 'en') return
  const { words, host } = await import('../../words/ru.po')
  speak(language, words)
  hearing = createHearing(host)
}

/**
 * What the setting is now. Another language than the one that is spoken loads the page again: its terminals are in the
 * host, and go on.
 */
export function speakAsSet(setting: Language): void {
  if (setting === remembered()) return
  localStorage.setItem(REMEMBERED, setting)
  if (languageOf(setting, navigator.languages) !== (spoken() as Spoken)) window.location.reload()
}

function remembered(): Language {
  const found = localStorage.getItem(REMEMBERED)
  return isLanguage(found) ? found : 'system'
}

let hearing: (text: string) => string = (text) => text

/** What the host has said, in the language that is spoken. To be asked where it is shown, and nowhere before. */
export function hear<Text extends Said | undefined>(text: Text): Heard<Text> {
  return (text === undefined ? undefined : hearing(inEnglish(text))) as Heard<Text>
}

type Heard<Text> = Text extends undefined ? undefined : string

/** In which way dates are written: the system's, where it is of the language that is spoken. */
export function dateLocale(): string | undefined {
  const [system = 'en'] = typeof navigator === 'undefined' ? [] : navigator.languages
  return spoken() === 'en' || system.startsWith(spoken()) ? undefined : spoken()
}
