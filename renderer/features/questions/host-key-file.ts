const files: [prefix: string, file: string][] = [
  ['ssh-ed25519', 'ssh_host_ed25519_key.pub'],
  ['ecdsa-', 'ssh_host_ecdsa_key.pub'],
  ['ssh-rsa', 'ssh_host_rsa_key.pub'],
  ['rsa-', 'ssh_host_rsa_key.pub'],
]

/** The command that prints a host key's fingerprint and its picture on the server itself; `algorithm` as in `ssh-ed25519`. */
export function fingerprintCommand(algorithm: string): string {
  const file = files.find(([prefix]) => algorithm.startsWith(prefix))?.[1] ?? 'ssh_host_*_key.pub'
  return `ssh-keygen -lvf /etc/ssh/${file}`
}

/** "1:05" */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
