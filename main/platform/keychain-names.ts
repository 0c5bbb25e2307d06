import type { KeychainEntries } from './keychain-entries.js'
import { decodeItem, encodeNames, fitsInOneItem } from './keychain-item.js'

/**
 * Which secrets a profile has in a keychain: a keychain says that only together with every secret itself. Small items
 * beside the secrets, `<profile id>/names#0` and on, each with as many names as it takes.
 *
 * A name is written before its secret and goes after it, so it is in the index whenever its secret may be there; one
 * whose secret is gone does no harm. An item that is not as Latchkey wrote it counts as empty and is written over: the
 * index is only an aid, and must not keep a key from being stored.
 */
export interface NameIndex {
  /** Read anew from the keychain. */
  list(): Promise<string[]>
  add(name: string): Promise<void>
  remove(name: string): Promise<void>
  /** Deletes the index itself. */
  discard(): Promise<void>
}

export function nameIndex(entries: KeychainEntries, profileId: string): NameIndex {
  let known: string[][] | null = null
  const accountOf = (page: number) => `${profileId}/names#${page}`

  async function read(): Promise<string[][]> {
    const pages: string[][] = []
    for (;;) {
      const bytes = await entries.get(accountOf(pages.length))
      if (bytes === null) break
      const item = decodeItem(bytes)
      pages.push(item?.kind === 'names' ? item.names : [])
    }
    known = pages
    return pages
  }

  const pagesNow = async () => known ?? (await read())

  async function write(page: number, names: string[]): Promise<void> {
    await entries.set(accountOf(page), encodeNames(names))
    known = (await pagesNow()).toSpliced(page, 1, names)
  }

  return {
    list: async () => [...new Set((await read()).flat())],

    async add(name) {
      const pages = await pagesNow()
      if (pages.some((names) => names.includes(name))) return
      const withRoom = pages.findIndex((names) => fitsInOneItem([...names, name]))
      const page = withRoom === -1 ? pages.length : withRoom
      await write(page, [...(pages[page] ?? []), name])
    },

    async remove(name) {
      for (const [page, names] of (await pagesNow()).entries())
        if (names.includes(name))
          await write(
            page,
            names.filter((other) => other !== name),
          )
    },

    /** From the last to the first: those that are left after a crash are found again. */
    async discard() {
      const pages = await read()
      for (let page = pages.length - 1; page >= 0; page--) await entries.delete(accountOf(page))
      known = null
    },
  }
}
