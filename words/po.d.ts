/** A catalogue, as scripts/words/vite-words.ts makes a module of it. */
declare module '*.po' {
  /** Translations by message (contract/words/say.ts). */
  export const words: Readonly<Record<string, string>>
  /** The messages that the host says (contract/words/hear.ts). */
  export const host: readonly string[]
}
