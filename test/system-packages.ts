import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'

/** A program that tests run for real, and the Debian package that brings it. */
const parts: { program: string; debian: string }[] = [
  { program: '/usr/bin/chromium', debian: 'chromium' },
  { program: '/usr/sbin/sshd', debian: 'openssh-server' },
  { program: '/usr/bin/ssh-keygen', debian: 'openssh-client' },
  { program: '/usr/sbin/dropbear', debian: 'dropbear-bin' },
  { program: '/usr/bin/gnome-keyring-daemon', debian: 'gnome-keyring' },
  { program: '/usr/bin/dbus-run-session', debian: 'dbus-daemon' },
  { program: '/usr/bin/puttygen', debian: 'putty-tools' },
  { program: '/usr/bin/cloudstack', debian: 'cs' },
  { program: '/usr/bin/openssl', debian: 'openssl' },
]

/**
 * Makes sure of the real programs that the tests run: installs the missing ones when root on Debian, and otherwise
 * names the one command that would. Returns the packages that are still missing; their tests are skipped by name.
 */
export function ensureSystemPackages(): string[] {
  const missing = missingPackages()
  if (missing.length === 0) return []
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) {
    console.log(
      `Not installed here: ${missing.join(', ')}. Their tests are skipped. To run them too:\n  sudo ${command}`,
    )
    return missing
  }
  console.log(`Installing what the tests run for real: ${missing.join(', ')}`)
  aptGet(['update', '-q'])
  aptGet(command.split(' ').slice(1))
  return missingPackages()
}

function missingPackages(): string[] {
  return parts.filter(({ program }) => !existsSync(program)).map(({ debian }) => debian)
}

function aptGet(args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env })
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} ended with status ${status}.`)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
