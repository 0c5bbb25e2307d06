import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { createApp } from './core/app.js'
import { type DemoAccount, prepareDemo } from './core/demo/prepare.js'
import { problemOf } from './core/lib/problem.js'
import type { DemoPort } from './core/ports.js'
import { announce, announceProblem } from './hosts/web/announce.js'
import { readWebArgs, usage, type WebArgs } from './hosts/web/args.js'
import { demoBeside } from './hosts/web/demo-beside.js'
import { type Ending, endInTurn } from './hosts/web/ending.js'
import { startWebHost, type WebHost } from './hosts/web/server.js'
import { startWorldProcess } from './hosts/web/world.js'
import { readLabFile } from './lab-file.js'
import { keepOutOfCoreDumps } from './platform/core-dump.js'
import {
  type DemoFolder,
  makeDemoFolder,
  removeDemoFolder,
  removeDemoFolders,
} from './platform/demo-folder.js'
import { openPorts } from './platform/node-ports.js'
import { profileDirectory } from './platform/paths.js'
import { createRpcServer } from './rpc/server.js'
import { stderrLog } from './stderr-log.js'
import { loadWindowFiles } from './window/files.js'

/** Composition root of the loopback web host. */
const args = process.argv.slice(2)
const outDir = join(import.meta.dirname, '..')

/** Where a demo is, and its account. */
interface Demo {
  folder: DemoFolder
  account: DemoAccount
}

if (args.includes('--help')) process.stdout.write(usage)
else void start()

async function start(): Promise<void> {
  const ending = endInTurn(stderrLog)
  try {
    const webArgs = readWebArgs(args)
    await removeDemoFolders(stderrLog)
    const demo = webArgs.demo === null ? null : await beginDemo(webArgs, ending)
    const profileDir = demo?.folder.profileDir ?? profileDirectory(args, process.env)
    const host = await run(webArgs, { profileDir, demo, ending })
    await announce({ ...webArgs, ...host, profileDir })
  } catch (error) {
    announceProblem(problemOf(error, 'web.not-started', stderrLog), args.includes('--json'))
    ending.begin(1)
  }
}

async function beginDemo({ labFile }: WebArgs, ending: Ending): Promise<Demo> {
  const folder = makeDemoFolder()
  ending.add({ close: () => removeDemoFolder(folder.path) })
  return { folder, account: (await readLabFile(labFile)) ?? (await startWorldProcess(outDir)) }
}

async function run(
  { port, labFile, handed, demo: asked }: WebArgs,
  { profileDir, demo, ending }: { profileDir: string; demo: Demo | null; ending: Ending },
) {
  const { version } = packageJson
  const ports = await openPorts({ profileDir, ...(demo && { home: demo.folder.home }) })
  const { log } = ports
  ending.add(ports)
  ending.tell(log)
  keepOutOfCoreDumps(log)
  const beside = demoBeside(join(outDir, 'main/web.js'), log)
  const offered: DemoPort = { is: 'offered', start: () => beside.start(host.origin) }
  const here: DemoPort = { is: 'here', back: asked?.back ?? null, leave: () => ending.begin(0) }
  const app = createApp(
    { ...ports, demo: demo === null ? offered : here },
    {
      kind: 'web',
      version,
      profileDir,
      putAside: ports.putAside,
      lab: demo === null ? await readLabFile(labFile) : null,
      crashes: 0,
    },
  )
  if (demo !== null) await prepareDemo(app, demo.account)
  app.openings.hand(handed)
  const rpc = createRpcServer(app, log)
  const host: WebHost = await startWebHost({
    files: await loadWindowFiles(outDir),
    port,
    log,
    serveRpc(wire) {
      wire.onClose(app.windowOpened())
      rpc.serve(wire)
    },
    attachTerminal: app.sessions.attach,
  })
  ending.add(host)
  ending.add(app)
  ending.add(beside)
  log.info('web.started', { version, origin: host.origin })
  return { host, log }
}
