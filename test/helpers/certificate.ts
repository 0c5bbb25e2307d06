import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A self-signed certificate for the host, made by openssl; a negative number of `days` makes one that has expired. */
export function selfSigned(host: string, days = 1): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-cert-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  try {
    const curve = ['-pkeyopt', 'ec_paramgen_curve:prime256v1']
    openssl(
      'req',
      '-newkey',
      'ec',
      ...curve,
      '-nodes',
      '-keyout',
      'key',
      '-out',
      'csr',
      '-subj',
      `/CN=${host}`,
    )
    openssl('x509', '-req', '-in', 'csr', '-signkey', 'key', '-days', String(days), '-out', 'cert')
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    return { key: read('key'), cert: read('cert') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
