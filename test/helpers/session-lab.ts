import { type ConnectionOptions, defaultConnection } from '../../contract/connection.js'
import type { Instance } from '../../contract/instances.js'
import type { SessionStatus } from '../../contract/sessions.js'
import type { ConnectionsParts } from '../../main/core/connections/connections.js'
import type { Signer } from '../../main/core/keys/signer.js'
import type { Clock, ProfileStore } from '../../main/core/ports.js'
import type { SessionsService } from '../../main/core/services.js'
import type { SessionParts } from '../../main/core/sessions/session.js'
import { createSessions } from '../../main/core/sessions/sessions.js'
import type { SshTarget } from '../../main/core/sessions/ssh.js'
import { keyRecord } from './key-records.js'
import { labInstance } from './lab-instance.js'
import { type LatchkeySsh, latchkeySsh } from './latchkey-ssh.js'
import { memoryProfileStore, type TestLog, testLog } from './memory-profile.js'
import { until } from './processes.js'
import { systemClock } from './system-clock.js'
import type { TestSigner } from './test-signer.js'
import { type TestTerminal, testTerminal } from './test-terminal.js'

export interface SessionLab {
  sessions: SessionsService
  profile: ProfileStore
  log: TestLog
  /** What others log in with as the sessions do. */
  parts: Omit<ConnectionsParts, 'lingerMs'>
  /** Opens a session with a terminal, and resolves when it is open or closed. */
  open(terminal?: TestTerminal): Promise<{ id: string; terminal: TestTerminal; status: SessionStatus }>
  /** The status once it is as asked for. */
  statusWhen(id: string, is: (status: SessionStatus) => boolean): Promise<SessionStatus>
}

export interface SessionLabOptions {
  ssh?: LatchkeySsh
  instance?: Partial<Instance>
  openSigner?: () => Promise<Signer>
  options?: Partial<ConnectionOptions>
  sshAgent?: string
  clock?: Clock
  locale?: Record<string, string>
  tap?: SessionParts['tap']
  lend?: SessionParts['lend']
}

/** The real sessions on one instance whose SSH address is `target`, bound to the signer's key. */
export function sessionLab(
  target: SshTarget,
  signer: TestSigner,
  { ssh = latchkeySsh(), instance = {}, openSigner = async () => signer, ...more }: SessionLabOptions = {},
): SessionLab {
  const { options = {}, sshAgent, clock = systemClock, locale, tap, lend } = more
  const profile = memoryProfileStore({
    keys: [keyRecord(signer.keyId)],
    bindings: [
      {
        instanceId: 'a/1',
        keyId: signer.keyId,
        user: target.user,
        boundAt: '2026-01-01T00:00:00.000Z',
        proofs: [],
      },
    ],
  })
  const log = testLog()
  const parts: SessionLab['parts'] = {
    ports: { profile, clock, log, ...(locale && { locale }) },
    instances: { get: async () => ({ ...labInstance('1', 'web-1', target, signer.keyId), ...instance }) },
    keys: { openSigner },
    connect: ssh.session,
    connection: { options: () => ({ ...defaultConnection, ...options }) },
    sshAgent,
  }
  const sessions = createSessions({ ...parts, ...(tap && { tap }), ...(lend && { lend }) })
  const statusWhen: SessionLab['statusWhen'] = async (id, is) => {
    for await (const status of await sessions.watch({ id }, {})) if (is(status)) return status
    throw new Error('The session ended before')
  }
  return {
    sessions,
    profile,
    log,
    parts,
    statusWhen,
    async open(terminal = testTerminal()) {
      const { id } = await sessions.open({ instanceId: 'a/1', size: { cols: 80, rows: 24 } }, {})
      sessions.attach(id, terminal)
      const status = await statusWhen(id, ({ state }) => state !== 'connecting')
      return { id, terminal, status }
    },
  }
}

/** A plain `sh` with the prompt `READY$ ` and no echo, whatever the login shell is. */
export async function quietPrompt(terminal: TestTerminal): Promise<void> {
  terminal.type("stty -echo; exec env PS1='RE''ADY$ ' sh\r")
  await until('the shell is ready', () => terminal.text().endsWith('READY$ '))
}
