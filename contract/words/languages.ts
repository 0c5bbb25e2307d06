import type { Language } from '../settings.js'

/** A language that Latchkey has the words of (BCP 47). */
export type Spoken = Exclude<Language, 'system'>

/** What each is called, in itself. */
export const languages: Readonly<Record<Spoken, string>> = { en: 'English', ru: 'Русский' }

export const isLanguage = (name: string | null): name is Language =>
  name === 'system' || (name !== null && Object.hasOwn(languages, name))

/** Those that are complete: the others are spoken only where they were asked for by name. */
export const complete: readonly Spoken[] = ['en', 'ru']

/** The language that a setting means, for a system with these (BCP 47, the liked best first). */
export function languageOf(setting: Language, system: readonly string[]): Spoken {
  if (setting !== 'system') return setting
  for (const wanted of system) {
    const found = complete.find((one) => wanted === one || wanted.startsWith(`${one}-`))
    if (found !== undefined) return found
  }
  return 'en'
}
