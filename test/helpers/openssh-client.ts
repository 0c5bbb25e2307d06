import { existsSync } from 'node:fs'

/** Why tests can't compare with OpenSSH's programs here; undefined where they can. In CI that is no reason to skip. */
export const opensshMissing: string | undefined =
  process.env.CI || existsSync('/usr/bin/ssh-keygen') ? undefined : 'needs the Debian package openssh-client'
