import type { KeyPair } from '../../../../contract/keys.js'
import { keyTypeName } from '../../../ui/key-type.js'
import { type QueryWord, queryWords } from '../../../ui/query-words.js'
import { expired, localDay } from '../expiry.js'

/** A key pair beside all that a filter looks at, in lower case. */
export interface IndexedKey {
  keyPair: KeyPair
  haystack: string
}

type Test = (key: IndexedKey) => boolean

/** Makes key pairs ready for `searchKeys`; once per list, not per keystroke. */
export function indexKeys(keys: KeyPair[]): IndexedKey[] {
  return keys.map((keyPair) => {
    const { name, comment, description, tags, fingerprint, fingerprintMd5 } = keyPair
    const texts = [name, comment, description, ...tags, keyTypeName(keyPair), fingerprint]
    return { keyPair, haystack: [...texts, `MD5:${fingerprintMd5}`].join('\n').toLowerCase() }
  })
}

/**
 * The key pairs that hold every word of the filter, in any order and case: in name, comment, tags, description, type
 * or fingerprints. `tag:web`, `tag:"two words"`, `type:rsa` and `is:archived` look at one thing only, `-` before a
 * word leaves out what has it. `now` in ms.
 */
export function searchKeys(keys: IndexedKey[], filter: string, now: number): KeyPair[] {
  const tests = queryWords(filter).map((word) => testOf(word, localDay(now)))
  return keys.filter((key) => tests.every((test) => test(key))).map(({ keyPair }) => keyPair)
}

function testOf({ negated, field, value, text }: QueryWord, today: string): Test {
  const own = field === null ? undefined : fields(value, today)[field]
  const test: Test = own ?? (({ haystack }) => haystack.includes(text))
  return negated && value !== '' ? (key) => !test(key) : test
}

function fields(value: string, today: string): Record<string, Test | undefined> {
  return {
    __proto__: null as never,
    tag: ({ keyPair }) => keyPair.tags.some((tag) => tag.toLowerCase().startsWith(value)),
    type: ({ keyPair }) => keyTypeName(keyPair).toLowerCase().replace(' ', '').startsWith(value),
    is: value === '' ? () => true : states(today)[value],
  }
}

function states(today: string): Record<string, Test | undefined> {
  return {
    __proto__: null as never,
    active: ({ keyPair }) => keyPair.state === 'active',
    archived: ({ keyPair }) => keyPair.state === 'archived',
    bin: ({ keyPair }) => keyPair.state === 'bin',
    public: ({ keyPair }) => keyPair.storedIn === null,
    expired: ({ keyPair }) => expired(keyPair.expiresOn, today),
    unused: ({ keyPair }) => keyPair.lastUsedAt === null,
  }
}
