import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/*
 * What the Secret Service tells about itself without a prompt (Linux), asked through `dbus-send`, which comes with the
 * message bus. Nothing secret passes here. Where the tool is missing the answer is `unknown`.
 */

const run = promisify(execFile)
const SERVICE = 'org.freedesktop.secrets'

/**
 * Whether there is a default collection, where secrets go.
 * gnome-keyring answers `present` unlocked and locked, `absent` before the first collection was made.
 */
export async function defaultCollection(): Promise<'present' | 'absent' | 'unknown'> {
  const alias = await ask(
    SERVICE,
    '/org/freedesktop/secrets',
    'org.freedesktop.Secret.Service.ReadAlias',
    'string:default',
  )
  if (alias === null) return 'unknown'
  return alias === '/' ? 'absent' : 'present'
}

const providers: Record<string, string> = {
  'gnome-keyring-d': 'GNOME keyring',
  kwalletd5: 'KWallet',
  kwalletd6: 'KWallet',
  ksecretd: 'KWallet',
  keepassxc: 'KeePassXC',
}

/** The running provider's name as users know it, else "Secret Service". */
export async function providerName(): Promise<string> {
  const method = 'org.freedesktop.DBus.GetConnectionUnixProcessID'
  const answer = await ask('org.freedesktop.DBus', '/', method, `string:${SERVICE}`)
  const pid = /^uint32 (\d+)$/.exec(answer ?? '')?.[1]
  const command = pid === undefined ? '' : await commandOf(pid)
  return providers[command] ?? 'Secret Service'
}

async function ask(
  destination: string,
  path: string,
  method: string,
  argument: string,
): Promise<string | null> {
  const options = ['--session', '--print-reply=literal', '--reply-timeout=2000', `--dest=${destination}`]
  try {
    const { stdout } = await run('dbus-send', [...options, path, method, argument], { timeout: 3000 })
    return stdout.trim()
  } catch (_toolMissingOrNoAnswer) {
    return null
  }
}

async function commandOf(pid: string): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim()
  } catch (_goneOrAnotherNamespace) {
    return ''
  }
}
