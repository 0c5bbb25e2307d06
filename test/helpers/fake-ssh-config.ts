import type { SshConfigStatus } from '../../contract/ssh-config.js'
import type { SshConfigService } from '../../main/core/services.js'

/** A file that nobody reads. */
export function fakeSshConfig(): SshConfigService {
  let status: SshConfigStatus = {
    on: false,
    path: '/home/ada/.local/share/latchkey/ssh/config',
    entries: [
      {
        instanceId: 'hosts/h-git',
        alias: 'build',
        target: 'ci@build.example.org port 2222',
        keyName: 'deploy-2026',
      },
    ],
    left: [],
    problem: null,
    user: { path: '/home/ada/.ssh/config', backupPath: '/home/ada/.ssh/config.old', included: false },
    line: 'Include "/home/ada/.local/share/latchkey/ssh/config"',
  }
  const change = (next: Partial<SshConfigStatus>) => {
    status = { ...status, ...next }
    return status
  }
  return {
    status: async () => status,
    setOn: async ({ on }) => change({ on }),
    setIncluded: async ({ included }) => change({ user: { ...status.user, included } }),
  }
}
