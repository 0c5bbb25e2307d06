import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'

/** A program that tests run for real, and the Debian package that brings it. */
const parts: { program: string; debian: string }[] = [
  { program: '/usr/bin/chromium', debian: 'chromium' },
  { program: '/usr/bin/chromium-headless-shell', debian: 'chromium-headless-shell' },
  { program: '/usr/sbin/sshd', debian: 'openssh-server' },
  { program: '/usr/bin/ssh-keygen', debian: 'openssh-client' },
  { program: '/usr/sbin/dropbear', debian: 'dropbear-bin' },
  { program: '/usr/bin/gnome-keyring-daemon', debian: 'gnome-keyring' },
  { program: '/usr/bin/dbus-run-session', debian: 'dbus-daemon' },
  { program: '/usr/bin/puttygen', debian: 'putty-tools' },
  { program: '/usr/bin/cloudstack', debian: 'cs' },
  { program: '/usr/bin/openstack', debian: 'python3-openstackclient' },
  { program: '/usr/bin/openssl', debian: 'openssl' },
  { program: '/usr/bin/age', debian: 'age' },
  { program: '/usr/bin/busybox', debian: 'busybox-static' },
  { program: '/usr/bin/sudo', debian: 'sudo' },
  { program: '/usr/bin/htop', debian: 'htop' },
  { program: '/usr/bin/vim', debian: 'vim' },
  { program: '/usr/bin/tmux', debian: 'tmux' },
  { program: '/usr/bin/mc', debian: 'mc' },
  { program: '/usr/bin/microsocks', debian: 'microsocks' },
  { program: '/usr/bin/tinyproxy', debian: 'tinyproxy' },
  { program: '/usr/bin/chattr', debian: 'e2fsprogs' },
  { program: '/usr/bin/curl', debian: 'curl' },
]

/**
 * Makes sure of real programs, by default all that tests run: installs the missing ones when root on Debian, and
 * otherwise names the one command that would and says what is to be done `without` them. Returns the Debian packages
 * that are still missing.
 */
export function ensureSystemPackages(
  wanted = parts.map(({ debian }) => debian),
  without = 'Their tests are skipped. To run them too',
): string[] {
  const missing = missingOf(wanted)
  if (missing.length === 0) return []
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) {
    console.log(`Not installed here: ${missing.join(', ')}. ${without}:\n  sudo ${command}`)
    return missing
  }
  console.log(`Installing what is run for real: ${missing.join(', ')}`)
  aptGet(['update', '-q'])
  aptGet(command.split(' ').slice(1))
  return missingOf(wanted)
}

function missingOf(wanted: string[]): string[] {
  return parts
    .filter(({ program, debian }) => wanted.includes(debian) && !existsSync(program))
    .map(({ debian }) => debian)
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
