import type { ConfiguredKey } from '../../../contract/hosts.js'
import { readKeys } from '../keys/formats/read-keys.js'
import { blobOf } from '../keys/import-preview.js'
import { isLatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import type { SshConfigFiles } from '../ports.js'
import { isShown, type Profile } from '../profile.js'
import type { ResolvedHost } from '../ssh-config/resolve.js'
import { expandPath } from '../ssh-config/tokens.js'

/** What OpenSSH tries where no key file is named (ssh_config(5), IdentityFile), as far as Latchkey reads it. */
const DEFAULTS = ['~/.ssh/id_rsa', '~/.ssh/id_ecdsa', '~/.ssh/id_ed25519']

/**
 * Finds the vault's key pairs for the key files that a configuration names: by the `.pub` beside a file, else by the
 * public half of the file itself, which is wiped at once. Each file is read once.
 */
export function createConfiguredKeys(files: SshConfigFiles, { keys }: Pick<Profile, 'keys'>) {
  const shown = new Map(keys.filter(isShown).map((key) => [key.blob, key]))
  const read = new Map<string, Promise<Half>>()

  function half(path: string): Promise<Half> {
    const found = read.get(path) ?? publicHalf(files, path)
    read.set(path, found)
    return found
  }

  async function look(path: string, place: string | null): Promise<ConfiguredKey> {
    if (place === null) return { path, state: 'missing', keyId: null }
    const found = await half(place)
    if (typeof found === 'string') return { path, state: found, keyId: null }
    const key = shown.get(found.blob)
    if (key === undefined) return { path, state: 'outside', keyId: null }
    const canLogIn = key.hasPrivate && key.binnedAt === null
    return { path, state: canLogIn ? 'vault' : 'unusable', keyId: key.id }
  }

  /** Of the default files only those that are there. */
  return async (alias: string, host: ResolvedHost): Promise<ConfiguredKey[]> => {
    const named = host.identityFiles
    const paths = named.length > 0 ? named.filter((path) => path.toLowerCase() !== 'none') : DEFAULTS
    const tokens = tokensOf(files, alias, host)
    const found = await Promise.all(
      paths.map((path) => look(path, expandPath(path, files.home, tokens, files.env))),
    )
    return named.length > 0 ? found : found.filter(({ state }) => state !== 'missing')
  }
}

/** Those of ssh_config(5), TOKENS, that depend on nothing but the host and the computer. */
function tokensOf({ home, user, uid, hostName }: SshConfigFiles, alias: string, host: ResolvedHost) {
  return {
    ...{ d: home, h: host.hostName, i: String(uid), k: alias, n: alias, p: host.port, r: host.user, u: user },
    ...{ l: hostName, L: hostName.split('.')[0] },
  }
}

type Half = { blob: string } | 'missing' | 'unreadable'

async function publicHalf(files: SshConfigFiles, path: string): Promise<Half> {
  const beside = await blobIn(files, `${path}.pub`)
  return typeof beside === 'object' ? beside : blobIn(files, path)
}

async function blobIn(files: SshConfigFiles, path: string): Promise<Half> {
  const bytes = await files.readKey(path).catch(() => undefined) // what can't be opened is said of its row
  if (bytes === undefined) return 'unreadable'
  if (bytes === null) return 'missing'
  try {
    const [first] = await readKeys(bytes, null)
    const blob = first === undefined ? null : blobOf(first)
    return blob === null ? 'unreadable' : { blob: Buffer.from(blob).toString('base64') }
  } catch (error) {
    if (isLatchkeyError(error)) return 'unreadable'
    throw error
  } finally {
    wipe(bytes)
  }
}
