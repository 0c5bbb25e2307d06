/**
 * Lines for a shell on the instance that append a key to a user's authorized_keys, for sh of any system: run as that user or
 * as root. `publicKey` is type and blob; `user` is a LoginUser of the contract, which holds no sign that a shell knows.
 * Short, since some consoles can't paste. A file without a line feed at its end gets one first.
 */
export function shellLines(publicKey: string, user: string): string {
  return [
    `H=$(eval echo '~${user}')`,
    'mkdir -p "$H/.ssh"',
    'F="$H/.ssh/authorized_keys"',
    '[ -s "$F" ] && [ -n "$(tail -c1 "$F")" ] && echo >> "$F"',
    `echo '${publicKey}' >> "$F"`,
    'chmod 700 "$H/.ssh"; chmod 600 "$F"',
    `[ "$(id -u)" = 0 ] && chown -R "$(id -u '${user}'):$(id -g '${user}')" "$H/.ssh"`,
    'command -v restorecon > /dev/null && restorecon -R "$H/.ssh"',
    'ls -l "$F"',
  ].join('\n')
}

/** The same for the shell of `init=/bin/sh`, where nothing is mounted to be written and SELinux has not begun. */
export function bootLines(publicKey: string, user: string): string {
  return [
    'mount -o remount,rw /',
    shellLines(publicKey, user),
    '[ -d /etc/selinux ] && touch /.autorelabel',
    'sync',
  ].join('\n')
}
