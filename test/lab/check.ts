import { randomBytes } from 'node:crypto'
import { inEnglish } from '../../contract/words/said.js'
import type { App } from '../../main/core/services.js'
import type { Lab } from './lab.js'
import { MemoryTerminal } from './memory-terminal.js'
import { step } from './steps.js'

/**
 * The whole job without a window, through the same core: from an empty profile to the answer of `whoami` on an
 * instance. Prints one line per step with its duration; throws at the first step that fails.
 */
export async function runCheck(app: App, lab: Lab): Promise<void> {
  const target = lab.instances.find((instance) => instance.name === 'web-1')
  if (target === undefined) throw new Error('The lab has no web-1.')
  const stopAnswering = trustOnly(app, target.hostKeyFingerprints)

  await step('Make the vault', async () => {
    const { choices } = await app.vault.status(undefined, {})
    const choice = choices.find(({ recommended }) => recommended)
    if (choice === undefined) throw new Error('No place for private keys is available.')
    const password = choice.needsPassword ? { password: randomBytes(18).toString('base64') } : {}
    await app.vault.create({ backend: choice.backend, ...password }, {})
    return choice.label
  })
  const key = await step('Create an Ed25519 key pair', async () => {
    const made = await app.keys.generate({ name: 'demo-check', spec: { type: 'ed25519' } }, {})
    return { line: made.fingerprint, ...made }
  })
  const account = await step('Add the CloudStack account', async () => {
    const values = { endpoint: lab.endpoint, apiKey: lab.apiKey, secretKey: lab.secretKey }
    const found = await app.accounts.check({ kind: 'cloudstack', values }, {})
    const added = await app.accounts.add({ kind: 'cloudstack', name: 'Lab', values }, {})
    return { line: `${found.product}, ${found.instanceCount} instances`, ...added }
  })
  await step('Push the public key', async () => {
    const [result] = await app.accounts.push({ keyId: key.id, accountIds: [account.id] }, {})
    if (result?.outcome !== 'pushed') throw new Error(inEnglish(result?.problem?.message ?? 'No result.'))
    return `known there as ${result.cloudName}`
  })
  const instance = await step('List the instances', async () => {
    await app.instances.refresh({}, {})
    const inventory = await app.instances.list(undefined, {})
    const found = inventory.instances.find(({ name }) => name === 'web-1')
    if (found === undefined) throw new Error('The cloud lists no web-1.')
    return { line: inventory.instances.map(({ name, state }) => `${name} ${state}`).join(', '), ...found }
  })
  await step('Bind the key to web-1', async () => bind(app, key.id, instance.id))
  const terminal = new MemoryTerminal()
  const session = await step('Connect', async () => {
    const opened = await app.sessions.open({ instanceId: instance.id, size: { cols: 80, rows: 24 } }, {})
    app.sessions.attach(opened.id, terminal)
    for await (const status of await app.sessions.watch({ id: opened.id }, {})) {
      if (status.state === 'closed')
        throw new Error(inEnglish(status.problem?.message ?? 'The session ended.'))
      if (status.state !== 'open') continue
      if (status.authenticatedWith !== key.fingerprint) throw new Error('Another key was accepted.')
      return { line: `${status.target}, authenticated with ${status.authenticatedWith}`, id: opened.id }
    }
    throw new Error('The session never opened.')
  })
  await step('Type whoami in the terminal', async () => {
    // Joined by the shell only, so that the echo of what was typed can't be mistaken for the answer.
    terminal.type('echo "<$(whoami)>"\n')
    const [, user] = await terminal.waitFor(/<([a-z_][\w.-]*)>/)
    if (user !== target.user) throw new Error(`Expected ${target.user}, the shell says ${user}.`)
    return user
  })
  await step('Clean up', async () => {
    await app.sessions.close({ id: session.id }, {})
    await app.accounts.remove({ id: account.id }, {})
    await app.keys.setState({ id: key.id, state: 'bin' }, {})
    await app.keys.delete({ id: key.id, name: key.name }, {})
  })
  stopAnswering()
}

async function bind(app: App, keyId: string, instanceId: string): Promise<string> {
  const plan = await app.bindings.plan({ keyId, instanceId }, {})
  const { id } = await app.bindings.run({ planId: plan.id }, {})
  for await (const job of await app.bindings.watch({ id }, {})) {
    if (job.result === null) continue
    if (job.result.outcome !== 'proven') throw new Error(`${job.result.message} ${job.result.advice ?? ''}`)
    return job.steps.map(({ name }) => name).join(', ')
  }
  throw new Error('The binding ended without a result.')
}

/** Answers questions about host keys as a careful admin would: yes only to a key that is really the instance's. */
function trustOnly(app: App, fingerprints: string[]): () => void {
  const done = new AbortController()
  void (async () => {
    for await (const open of await app.questions.watch(undefined, { signal: done.signal })) {
      for (const question of open) {
        if (question.kind !== 'host-key-unknown' && question.kind !== 'host-key-changed') continue
        const kind = fingerprints.includes(question.offered.fingerprint) ? 'trust' : 'no'
        await app.questions.answer({ id: question.id, answer: { kind } }, {})
      }
    }
  })().catch((error: unknown) => {
    if (!done.signal.aborted) throw error
  })
  return () => done.abort()
}
