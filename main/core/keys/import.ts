import type { ImportSource } from '../../../contract/keys.js'
import { LatchkeyError } from '../lib/error.js'
import { withSecretText } from '../lib/secret-text.js'
import { wipe } from '../lib/wipe.js'
import type { KeyRecord } from '../profile.js'
import type { KeysService } from '../services.js'
import type { FoundKey } from './formats/found-key.js'
import { readKeys } from './formats/read-keys.js'
import { toPreview } from './import-preview.js'
import { type SourceParts, withSource } from './import-source.js'
import { passphraseNeeded } from './key-errors.js'
import type { KeyRecords } from './key-records.js'
import { keyAlreadyKnown } from './key-refusals.js'
import type { createKeyStore } from './store-key.js'

export interface ImportParts {
  sources: SourceParts
  records: KeyRecords
  store: ReturnType<typeof createKeyStore>
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

type Adopted = Parameters<KeysService['adopt']>[0]
type ImportInput = Parameters<KeysService['import']>[0]
type Opening = { source: ImportSource; part?: number | undefined; passphrase?: string | undefined }

/** Keys from outside: looked at first, then stored one by one. */
export function createImport({ sources, records, store, inTurn }: ImportParts) {
  const read = ({ source, part = 0, passphrase }: Opening, signal: AbortSignal | undefined) =>
    withSource(source, sources, (file) =>
      // An empty field is no passphrase.
      withSecretText(passphrase || null, (bytes) =>
        readKeys(file, bytes && { part, passphrase: bytes }, signal),
      ),
    )

  /** A key pair of its own, or the other half of an entry that is not in the bin. */
  const storePrivate = (found: FoundKey & { state: 'key' }, { name, notes }: ImportInput) => {
    const { proven, comment } = found
    const twin = records.twinOf(proven.blob)
    if (twin !== undefined) {
      if (twin.hasPrivate || twin.binnedAt !== null) throw alreadyKnown(twin)
      return store.complete(twin.id, proven)
    }
    records.requireFreeName(name)
    return store.keyPair(proven, { name, notes, comment, origin: 'imported' })
  }

  const storePublic = ({ blob, comment }: FoundKey & { state: 'public' }, { name, notes }: ImportInput) => {
    const twin = records.twinOf(blob)
    if (twin !== undefined) throw alreadyKnown(twin)
    records.requireFreeName(name)
    return store.publicHalf(blob, { name, notes, comment, origin: 'imported' })
  }

  return {
    /** As the contract's `keys.inspect`. */
    async inspect(input: Opening, signal: AbortSignal | undefined) {
      const found = await read(input, signal)
      const [only, ...more] = found
      if (only === undefined) throw nothingFound()
      if (only.state === 'refused' && more.length === 0) throw only.problem
      return found.map((one, part) => toPreview(one, part, records))
    },

    /** As `KeysService.adopt`: of what was made, which is wiped. */
    async adopt({ name, description }: Adopted, file: Uint8Array): Promise<KeyRecord> {
      const [found] = await readKeys(file, null).finally(() => wipe(file))
      if (found?.state === 'refused') throw found.problem
      if (found?.state !== 'key') throw nothingFound()
      const { proven } = found
      return inTurn(async () => {
        const twin = records.twinOf(proven.blob)
        if (twin !== undefined) throw alreadyKnown(twin)
        records.requireFreeName(name)
        return store.keyPair(proven, { name, notes: { description }, comment: name, origin: 'generated' })
      })
    },

    /** As the contract's `keys.import`. */
    async import(input: ImportInput, signal: AbortSignal | undefined): Promise<KeyRecord> {
      const found = (await read(input, signal))[input.part ?? 0]
      if (found === undefined) throw nothingFound()
      if (found.state === 'refused') throw found.problem
      if (found.state === 'encrypted') throw passphraseNeeded()
      return inTurn(async () => {
        if (signal?.aborted) throw new LatchkeyError('cancelled', 'The import was cancelled.')
        return found.state === 'key' ? storePrivate(found, input) : storePublic(found, input)
      })
    },
  }
}

const alreadyKnown = ({ name, binnedAt }: KeyRecord) => keyAlreadyKnown(name, binnedAt !== null)

function nothingFound(): LatchkeyError {
  return new LatchkeyError('key-unreadable', 'There is no such key in it.', {
    advice: 'Give the whole private key, from its BEGIN line to its END line.',
  })
}
