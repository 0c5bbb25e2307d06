import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type GuestImage, type SshGuest, withKeys } from '../../main/demo/guest/guest.js'
import { type Sshd, startSshd } from '../helpers/sshd.js'

export interface SshdImage extends GuestImage {
  /** An empty folder of its own. */
  dir: string
}

/** Where the guest of that folder has its user's authorized_keys. */
export const authorizedKeysPath = (dir: string): string => join(dir, 'home', '.ssh', 'authorized_keys')

/**
 * A guest with a real OpenSSH server. Its user is a real one, the one that runs the lab, but has a home of its own in
 * the guest's folder: nothing that happens in a session's home, its authorized_keys above all, touches the user's.
 */
export function createSshdGuest(image: SshdImage): SshGuest {
  const home = join(image.dir, 'home')
  const path = authorizedKeysPath(image.dir)
  let sshd: Sshd | null = null

  async function listen(): Promise<void> {
    if (sshd) return sshd.restart()
    await furnish(home, image.name)
    sshd = await startSshd({
      dir: image.dir,
      port: image.port,
      authorizedKeys: [],
      authorizedKeysPath: path,
      config: [`SetEnv ${environment(image, home)}`, 'AcceptEnv LANG LC_*', 'LogLevel VERBOSE'],
    })
  }

  const authorizedKeys: SshGuest['authorizedKeys'] = {
    read: async () => (existsSync(path) ? readFile(path, 'utf8') : ''),
    async write(text) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeFile(path, text, { mode: 0o600 })
    },
  }
  return {
    port: image.port,
    user: image.user,
    authorizedKeys,
    hostKeyFingerprints: () => sshd?.hostKeyFingerprints ?? [],
    async start(offeredKeys) {
      if (offeredKeys) await authorizedKeys.write(withKeys(await authorizedKeys.read(), offeredKeys))
      await listen()
    },
    stop: async () => sshd?.stop(),
    async rebuild() {
      await sshd?.restart({ newHostKeys: true })
    },
  }
}

/** bash runs PROMPT_COMMAND before each prompt, so the prompt names the guest whatever the system's bashrc says. */
function environment({ name }: GuestImage, home: string): string {
  const variables = {
    HOME: home,
    // As cloud images have it in /etc/default/locale, which this sshd doesn't read.
    LANG: 'C.UTF-8',
    HISTFILE: join(home, '.history'),
    PROMPT_COMMAND: `PS1='\\u@${name}:\\w\\$ '`,
  }
  return Object.entries(variables)
    .map(([variable, value]) => `"${variable}=${value.replaceAll('\\', '\\\\')}"`)
    .join(' ')
}

async function furnish(home: string, name: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const profile = [
    'cd "$HOME"',
    `PS1='${name}:$PWD $ '`,
    `printf 'Welcome to %s, an instance of the Latchkey lab.\\n' ${name}`,
  ]
  await writeFile(join(home, '.profile'), `${profile.join('\n')}\n`)
}
