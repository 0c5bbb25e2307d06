/** The text with `%h` and the like replaced, `%%` by `%`. Null where a token is not among those given. */
export function expandTokens(
  text: string,
  tokens: Readonly<Record<string, string | undefined>>,
): string | null {
  let whole = true
  const expanded = text.replace(/%(.?)/gs, (_all, sign: string) => {
    const value = sign === '%' ? '%' : tokens[sign]
    whole &&= value !== undefined
    return value ?? ''
  })
  return whole ? expanded : null
}

/** Where a file of keys is: `~`, tokens and `${NAME}` replaced. Null where that can't be told here. */
export function expandPath(
  path: string,
  home: string,
  tokens: Readonly<Record<string, string | undefined>>,
  env: (name: string) => string | undefined,
): string | null {
  let whole = true
  const named = path.replace(/\$\{([^}]*)\}/g, (_all, name: string) => {
    const value = env(name)
    whole &&= value !== undefined
    return value ?? ''
  })
  if (!whole) return null
  const fromHome = named === '~' || named.startsWith('~/') ? `${home}${named.slice(1)}` : named
  return expandTokens(fromHome, tokens)
}
