import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sshd, startSshd } from '../helpers/sshd.js'
import { type GuestImage, type LabGuest, offerKeys } from './guest.js'

/**
 * A guest with a real OpenSSH server. Its user is a real one, the one that runs the lab, but has a home of its own in
 * the guest's folder: nothing that happens in a session's home, its authorized_keys above all, touches the user's.
 */
export function createSshdGuest(image: GuestImage): LabGuest {
  const home = join(image.dir, 'home')
  const authorizedKeysPath = join(home, '.ssh', 'authorized_keys')
  let sshd: Sshd | null = null

  async function listen(): Promise<void> {
    if (sshd) return sshd.restart()
    await furnish(home, image.name)
    sshd = await startSshd({
      dir: image.dir,
      port: image.port,
      authorizedKeys: [],
      authorizedKeysPath,
      config: [`SetEnv ${environment(image, home)}`, 'AcceptEnv LANG LC_*', 'LogLevel VERBOSE'],
    })
  }

  return {
    port: image.port,
    user: image.user,
    authorizedKeysPath,
    hostKeyFingerprints: () => sshd?.hostKeyFingerprints ?? [],
    async start(offeredKeys) {
      if (offeredKeys) await offerKeys(authorizedKeysPath, offeredKeys)
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
