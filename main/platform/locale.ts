/** A locale as systems name them: `de_DE.UTF-8`, `C`. macOS says `UTF-8` alone, which others don't know. */
const LOCALE = /^(?:C|POSIX|[a-z]{2,3}(?:_[A-Z]{2})?)(?:\.utf-?8)?(?:@\w+)?$/i

/** LANG and the LC_* variables of an environment; undefined where its characters are not UTF-8 (POSIX.1-2017, 8.2). */
export function utf8Locale(env: NodeJS.ProcessEnv): Record<string, string> | undefined {
  const named = Object.entries(env).filter(
    (variable): variable is [string, string] =>
      /^(?:LANG|LC_[A-Z]+)$/.test(variable[0]) && LOCALE.test(variable[1] ?? ''),
  )
  const locale = Object.fromEntries(named)
  const characters = locale.LC_ALL ?? locale.LC_CTYPE ?? locale.LANG ?? ''
  return /\.utf-?8/i.test(characters) ? locale : undefined
}
