import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { createApp } from './core/app.js'
import { problemOf } from './core/lib/problem.js'
import type { App } from './core/services.js'
import { endAll } from './end-all.js'
import { announce, announceProblem } from './hosts/web/announce.js'
import { readWebArgs, usage, type WebArgs } from './hosts/web/args.js'
import { startWebHost, type WebHost } from './hosts/web/server.js'
import { readLabFile } from './lab-file.js'
import { keepOutOfCoreDumps } from './platform/core-dump.js'
import { type NodePorts, openPorts } from './platform/node-ports.js'
import { profileDirectory } from './platform/paths.js'
import { createRpcServer } from './rpc/server.js'
import { stderrLog } from './stderr-log.js'
import { loadWindowFiles } from './window/files.js'

/** Composition root of the loopback web host. */
interface Running {
  app: App
  host: WebHost
  ports: NodePorts
}

const args = process.argv.slice(2)

if (args.includes('--help')) process.stdout.write(usage)
else
  start().catch((error: unknown) => {
    announceProblem(problemOf(error, 'web.not-started', stderrLog), args.includes('--json'))
    process.exit(1)
  })

async function start(): Promise<void> {
  const webArgs = readWebArgs(args)
  const profileDir = profileDirectory(args, process.env)
  const ports = await openPorts({ profileDir })
  keepOutOfCoreDumps(ports.log)
  try {
    const running = await run(webArgs, ports, profileDir)
    endOnSignal(running)
    await announce({ ...webArgs, host: running.host, profileDir, log: ports.log })
  } catch (error) {
    await ports.close()
    throw error
  }
}

async function run(
  { port, labFile, handed }: WebArgs,
  ports: NodePorts,
  profileDir: string,
): Promise<Running> {
  const { version } = packageJson
  const lab = await readLabFile(labFile)
  const app = createApp(ports, {
    kind: 'web',
    version,
    profileDir,
    putAside: ports.putAside,
    lab,
    crashes: 0,
  })
  app.openings.hand(handed)
  const rpc = createRpcServer(app, ports.log)
  const host = await startWebHost({
    files: await loadWindowFiles(join(import.meta.dirname, '..')),
    port,
    log: ports.log,
    serveRpc(wire) {
      wire.onClose(app.windowOpened())
      rpc.serve(wire)
    },
    attachTerminal: app.sessions.attach,
  })
  ports.log.info('web.started', { version, origin: host.origin })
  return { app, host, ports }
}

/** A library of `conf` raises each signal a second time at once: that is not yet a person who is tired of waiting. */
const ECHO_MS = 500

/** Sessions end, the vault closes and the profile is free again; a second signal doesn't wait for that. */
function endOnSignal({ app, host, ports }: Running): void {
  let endingSince: number | null = null
  const end = (code: number) => {
    if (endingSince === null)
      void endAll([app, host, ports], ports.log).then((endedWell) => process.exit(endedWell ? code : 1))
    else if (performance.now() - endingSince > ECHO_MS) process.exit(1)
    endingSince ??= performance.now()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
  process.on('uncaughtException', (error) => {
    ports.log.error('web.uncaught', error)
    process.stderr.write('Latchkey ends because of a failure in itself; its log has the details.\n')
    end(1)
  })
}
