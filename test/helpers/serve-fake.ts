import { parseArgs } from 'node:util'
import { LockCause } from '../../contract/vault.js'
import { startWebHost } from '../../main/hosts/web/server.js'
import { createRpcServer } from '../../main/rpc/server.js'
import { loadWindowFiles } from '../../main/window/files.js'
import { createFakeApp, type FakeAppOptions } from './fake-app.js'
import { withHeldReads } from './held-reads.js'

const usage = `Serves the built window (npm run build) with an app in memory, to look at screens.
  npx tsx test/helpers/serve-fake.ts [--vault none|none-no-keychain|locked|locked-keychain|locked-keychain-password
    |open|open-password|open-sealed|open-old-copy|unavailable|unavailable-password] [--password-ms MS] [--desktop] [--empty] [--errors]
    [--reads never|fail]
    [--locked-by user|idle|sleep|screen-lock|window-closed]
    [--instances 10000] [--keys 10000] [--ask unknown|changed] [--outcome proven|not-proven|cancelled|failed] [--interrupted]
    [--activity 10000] [--broken-activity] [--kit current|stale] [--findings] [--drift] [--tabs] [--transfers] [--put-aside] [--lab] [--demo here|offered] [--latency MS] [--port N]
`
const { values } = parseArgs({
  options: {
    vault: { type: 'string', default: 'open' },
    'locked-by': { type: 'string' },
    'password-ms': { type: 'string', default: '300' },
    desktop: { type: 'boolean', default: false },
    tabs: { type: 'boolean', default: false },
    transfers: { type: 'boolean', default: false },
    empty: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
    reads: { type: 'string' },
    instances: { type: 'string', default: '24' },
    keys: { type: 'string', default: '12' },
    activity: { type: 'string', default: '60' },
    'broken-activity': { type: 'boolean', default: false },
    ask: { type: 'string' },
    kit: { type: 'string' },
    outcome: { type: 'string', default: 'proven' },
    interrupted: { type: 'boolean', default: false },
    findings: { type: 'boolean', default: false },
    drift: { type: 'boolean', default: false },
    'put-aside': { type: 'boolean', default: false },
    lab: { type: 'boolean', default: false },
    demo: { type: 'string' },
    latency: { type: 'string', default: '300' },
    port: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}

const log = { info: console.error, warn: console.error, error: console.error }
const wholeApp = createFakeApp({
  vault: values.vault as NonNullable<FakeAppOptions['vault']>,
  ...(values['locked-by'] && { lockedBy: LockCause.parse(values['locked-by']) }),
  passwordMs: Number(values['password-ms']),
  desktop: values.desktop,
  tabs: values.tabs,
  transfers: values.transfers,
  empty: values.empty,
  errors: values.errors,
  instances: Number(values.instances),
  keys: Number(values.keys),
  activity: Number(values.activity),
  brokenActivity: values['broken-activity'],
  askHostKey: values.ask === 'changed' ? 'changed' : values.ask === 'unknown',
  bindOutcome: values.outcome as NonNullable<FakeAppOptions['bindOutcome']>,
  interrupted: values.interrupted,
  findings: values.findings,
  drift: values.drift,
  ...(values.kit && { kit: values.kit === 'stale' ? ('stale' as const) : ('current' as const) }),
  putAside: values['put-aside'],
  lab: values.lab,
  ...(values.demo !== undefined && { demo: values.demo as NonNullable<FakeAppOptions['demo']> }),
  latencyMs: Number(values.latency),
})
const app =
  values.reads === 'never' || values.reads === 'fail' ? withHeldReads(wholeApp, values.reads) : wholeApp
const host = await startWebHost({
  files: await loadWindowFiles('out'),
  port: Number(values.port),
  log,
  serveRpc: createRpcServer(app, log).serve,
  attachTerminal: app.sessions.attach,
})
const DAY_MS = 86_400_000
process.stdout.write(`${host.newUrl(DAY_MS)}\n`)
process.stdin.on('data', () => process.stdout.write(`${host.newUrl(DAY_MS)}\n`)).unref()
