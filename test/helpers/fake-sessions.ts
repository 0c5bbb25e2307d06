import { setTimeout as sleep } from 'node:timers/promises'
import type { Instance } from '../../contract/instances.js'
import type { ShownHostKey } from '../../contract/questions.js'
import type { RecentSession } from '../../contract/session-list.js'
import type { SessionPhase, SessionStatus } from '../../contract/sessions.js'
import { decodeWindowFrame, encodeHostFrame } from '../../contract/terminal-stream.js'
import { ed25519Blob, fingerprintSha256, publicKeyLine } from '../../main/core/keys/public-key.js'
import { randomart } from '../../main/core/known-hosts/randomart.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { type LiveValue as Live, createLiveValue as live } from '../../main/core/lib/live-value.js'
import type { QuestionsService, SessionsService } from '../../main/core/services.js'
import { createSessionList } from '../../main/core/sessions/session-list.js'
import type { TerminalPort } from '../../main/core/sessions/terminal-port.js'
import { accounts, keyPairs, knownHosts, problem } from './fake-data.js'
import { memoryProfileStore, testLog } from './memory-profile.js'
import { plainAccount } from './plain-account.js'
import { systemClock } from './system-clock.js'

const PHASES: SessionPhase[] = ['resolve', 'connect', 'handshake', 'host-key', 'authenticate', 'open-shell']
const HELLO = 'Welcome to a fake instance. It echoes; "exit" ends it, "lose" cuts the connection.\r\n'

export interface FakeSessionsOptions {
  find(instanceId: string): Instance | undefined
  questions: QuestionsService
  /** Between two phases. */
  phaseMs: number
  /** Ask about the host key of the first connection. */
  askHostKey: boolean | 'changed'
  recent: RecentSession[]
}

/** Sessions whose far side is an echo. Acknowledgements are counted, not obeyed. */
export function fakeSessions(options: FakeSessionsOptions): SessionsService {
  const sessions = new Map<
    string,
    { status: Live<SessionStatus>; attach(port: TerminalPort): void; close(): void }
  >()
  const get = (id: string) => {
    const session = sessions.get(id)
    if (session === undefined) throw new LatchkeyError('session-not-found', 'This session has ended.')
    return session
  }
  const list = createSessionList({ profile: profileWith(options.recent), clock: systemClock, log: testLog() })
  let asked = options.askHostKey === false

  return {
    async open({ instanceId, user }) {
      const instance = options.find(instanceId)
      if (instance === undefined)
        throw new LatchkeyError('instance-not-found', 'This instance is no longer there.')
      if (instance.boundKeyId === null)
        throw new LatchkeyError('instance-not-bound', `No key pair is bound to ${instance.name}.`, {
          advice: 'Bind a key pair to it first.',
        })
      const id = `s${sessions.size + 1}`
      const status = live<SessionStatus>({
        id,
        instanceId,
        target: `${user ?? instance.user}@${instance.ssh[0]?.host ?? instance.name}`,
        keyId: instance.boundKeyId,
        state: 'connecting',
        phase: 'resolve',
        authenticatedWith: null,
        hostKey: null,
        problem: null,
        exit: null,
      })
      const ask = !asked
      asked = true
      const session = echoSession(status)
      sessions.set(id, session)
      list.follow(session, { instance, user: user ?? instance.user })
      void connect(status, instance, ask, options).then(session.opened)
      return status.get()
    },
    watch: async ({ id }, { signal }) => get(id).status.watch(signal),
    async resize({ id }) {
      get(id)
    },
    async close({ id }) {
      get(id).close()
    },
    attach(id, port) {
      const session = sessions.get(id)
      if (session === undefined) port.close()
      else session.attach(port)
    },
    watchAll: async (_nothing, { signal }) => list.watch(signal),
    clearRecent: list.clearRecent,
    profileChanged: list.profileChanged,

    isLive: (id) => sessions.has(id),
    instanceOf: async (id) => get(id).status.get().instanceId,
    openCount: () => sessions.size,
    openByWindow: () => ({}),
    closeOf: async () => undefined,
    async closeAll() {
      for (const { close } of sessions.values()) close()
    },
  }
}

/** It knows the accounts of the fake instances, so that sessions on them are kept. */
function profileWith(recentSessions: RecentSession[]) {
  const records = accounts.map(({ id, name, addedAt }) => {
    return {
      ...plainAccount,
      id,
      name,
      addedAt,
      kind: 'cloudstack' as const,
      phase: 'stored' as const,
      values: {},
    }
  })
  return memoryProfileStore({ accounts: records, recentSessions })
}

async function connect(
  status: Live<SessionStatus>,
  instance: Instance,
  ask: boolean,
  { phaseMs, questions, askHostKey }: FakeSessionsOptions,
): Promise<void> {
  for (const phase of PHASES) {
    if (status.get().state === 'closed') return
    status.set({ ...status.get(), phase })
    if (phase === 'host-key' && ask) {
      const answer = await questions.ask(hostKeyQuestion(instance, askHostKey === 'changed'))
      if (answer === 'no') return refuse(status)
    } else await sleep(phaseMs)
  }
  if (status.get().state === 'closed') return
  const key = keyPairs.find(({ id }) => id === status.get().keyId)
  status.set({
    ...status.get(),
    state: 'open',
    phase: null,
    authenticatedWith: key?.fingerprint ?? null,
    hostKey: knownHosts[0]?.fingerprint ?? null,
  })
}

function refuse(status: Live<SessionStatus>): void {
  const reason = problem(
    'ssh-host-key-refused',
    'The host key was not accepted.',
    'Connect again to be asked again.',
  )
  status.set({ ...status.get(), state: 'closed', phase: null, problem: reason })
  status.end()
}

/** An Ed25519 key whose every byte is `byte`. */
function shownHostKey(byte: number): ShownHostKey {
  const blob = ed25519Blob(Buffer.alloc(32, byte))
  const publicKey = publicKeyLine(blob, '')
  const fingerprint = fingerprintSha256(blob)
  return { algorithm: 'ssh-ed25519', fingerprint, publicKey, randomart: randomart(blob) }
}

function hostKeyQuestion(instance: Instance, changed: boolean): Parameters<QuestionsService['ask']>[0] {
  const host = instance.ssh[0]?.host ?? instance.name
  const offered = shownHostKey(7)
  const common = { host, instanceName: instance.name, offered, alsoKnownAs: [], certificateProblem: null }
  if (!changed) return { kind: 'host-key-unknown', ...common, unreadableLines: 0 }
  const known = [{ ...shownHostKey(8), since: knownHosts[0]?.addedAt ?? null }]
  return { kind: 'host-key-changed', ...common, known, explanation: null, confirm: host }
}

function echoSession(status: Live<SessionStatus>) {
  let port: TerminalPort | null = null
  let line = ''
  const write = (text: string) => port?.send(encodeHostFrame({ type: 'output', bytes: Buffer.from(text) }))

  const close = (end: Partial<SessionStatus> = {}) => {
    if (status.get().state === 'closed') return
    status.set({ ...status.get(), state: 'closed', phase: null, ...end })
    status.end()
    port?.send(encodeHostFrame({ type: 'end' }))
    port?.close()
  }
  const command = (text: string) => {
    if (text === 'exit') return close({ exit: 0 })
    if (text === 'lose')
      return close({
        problem: problem('ssh-closed', 'The connection was lost.', 'Reconnect when the network is back.'),
      })
    write(`${text}\r\n$ `)
  }
  const type = (character: string) => {
    if (character !== '\r') {
      line += character
      return write(character)
    }
    write('\r\n')
    command(line)
    line = ''
  }
  const greet = () => {
    if (status.get().state === 'open') write(`${HELLO}$ `)
  }

  return {
    status,
    close,
    opened: greet,
    attach(given: TerminalPort) {
      if (port !== null) return given.close()
      port = given
      given.onFrame((bytes) => {
        const frame = decodeWindowFrame(bytes)
        if (frame?.type === 'paste') given.send(encodeHostFrame({ type: 'gone', number: frame.number }))
        if (frame?.type === 'input' || frame?.type === 'paste')
          for (const character of Buffer.from(frame.bytes).toString()) type(character)
      })
      greet()
    },
  }
}
