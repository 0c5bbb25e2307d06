import { nameOf, parentOf, shownName } from '../../../contract/file-names.js'
import type { FileCount, FileDetails, FileProgress } from '../../../contract/files.js'
import { told } from '../../../contract/words/say.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import type { Log } from '../ports.js'
import type { FilesService } from '../services.js'
import type { Access, OpenWay } from './access.js'
import { doing } from './doing.js'
import { entryOf, kindOf, timeOf } from './entries.js'
import { changing, explainChange } from './explain-change.js'
import { remoteExists, saying } from './file-errors.js'
import { listFolder } from './list-folder.js'
import type { LocalFiles } from './local-files.js'
import { bytesOfName, nameOfBytes } from './name-bytes.js'
import { bytesOfPath, pathInside } from './paths.js'
import type { Sftp } from './sftp/sftp.js'
import { isStatus } from './sftp/sftp-error.js'
import { readText, saveText } from './text-file.js'
import { isThere, removeAll, setAllPermissions } from './tree-work.js'
import { countAll } from './walk.js'
import { watchedWork } from './watched-work.js'

export interface FilesParts {
  access: Access
  local: LocalFiles
  log: Log
}

/** The files of instances, over SFTP. */
export function createFiles({ access, local, log }: FilesParts): FilesService {
  interface At {
    instanceId: string
    path: string
  }
  const atPath = <T>(
    { instanceId, path }: At,
    signal: AbortSignal | undefined,
    work: (sftp: Sftp, path: Buffer) => Promise<T>,
  ) => access.use(instanceId, ({ sftp, home }) => work(sftp, bytesOfPath(path, home)), signal)
  const bytesOf = ({ home }: OpenWay, paths: string[]) => paths.map((path) => bytesOfPath(path, home))

  async function* list({ instanceId, path }: At, signal: AbortSignal | undefined) {
    const { way, release } = await access.take(instanceId, signal)
    try {
      yield* listFolder(way.sftp, bytesOfPath(path, way.home))
    } finally {
      release()
    }
    return undefined
  }

  return {
    access: async ({ instanceId }, { signal }) => access.watch(instanceId, signal),
    list: async (at, { signal }) => list(at, signal),
    details: (at, { signal }) => atPath(at, signal, detailsOf),
    makeFolder: ({ name, ...at }, { signal }) =>
      atPath(at, signal, async (sftp, folder) => {
        const path = pathInside(folder, bytesOfName(name))
        const what = doing.makeFolder(shownName(name))
        const making = <T>(work: Promise<T>) => changing(sftp, what, path, true, work)
        if (await making(isThere(sftp, path))) throw remoteExists(name)
        await making(sftp.mkdir(path))
        return detailsOf(sftp, path)
      }),
    rename: ({ instanceId, from, to }, { signal }) =>
      access.use(instanceId, (way) => rename(way, from, to), signal),
    count: async ({ instanceId, paths }, { signal }) =>
      watchedWork(nothingCounted, signal, (tell, signal) =>
        access.use(
          instanceId,
          (way) => saying(told`count the files`, countAll(way.sftp, bytesOf(way, paths), tell, signal)),
          signal,
        ),
      ),
    remove: async ({ instanceId, paths }, { signal }) =>
      watchedWork(nothingDone, signal, (tell, signal) =>
        access.use(
          instanceId,
          (way) => removeAll(bytesOf(way, paths), { sftp: way.sftp, log, signal, tell }),
          signal,
        ),
      ),
    setPermissions: async ({ instanceId, paths, ...wanted }, { signal }) =>
      watchedWork(nothingDone, signal, (tell, signal) =>
        access.use(
          instanceId,
          (way) => setAllPermissions(bytesOf(way, paths), wanted, { sftp: way.sftp, log, signal, tell }),
          signal,
        ),
      ),
    readText: (at, { signal }) => atPath(at, signal, readText),
    saveText: ({ text, lineEnds, bom, version, ...at }, { signal }) =>
      atPath(at, signal, (sftp, path) => saveText(sftp, path, { text, lineEnds, bom, version })),
    localFolder: ({ path }) => local.folder(path),
  }
}

const nothingCounted: FileCount = { files: 0, folders: 0, bytes: 0, unreadable: 0, complete: false }
const nothingDone: FileProgress = {
  ...{ done: 0, current: null, problems: [], failed: 0, kept: 0, complete: false },
}

async function detailsOf(sftp: Sftp, path: Buffer): Promise<FileDetails> {
  const shown = nameOfBytes(path)
  const what = doing.look(shownName(shown))
  const attributes = await saying(what, sftp.lstat(path))
  const entry = entryOf(Buffer.from(bytesOfName(nameOf(shown))), attributes)
  const target = entry.kind === 'link' ? nameOfBytes(await saying(what, sftp.readlink(path))) : null
  const led = entry.kind === 'link' ? await sftp.stat(path).catch(() => null) : null
  const leadsTo = led === null ? entry.leadsTo : entryOf(Buffer.from('x'), led).kind
  return { ...entry, leadsTo, path: shown, target, accessed: timeOf(attributes.atime) }
}

async function rename({ sftp, home }: OpenWay, from: string, to: string): Promise<void> {
  const [source, target] = [bytesOfPath(from, home), bytesOfPath(to, home)]
  const what = doing.rename(shownName(nameOf(from)), shownName(nameOf(to)))
  if (await changing(sftp, what, target, false, isThere(sftp, target))) throw remoteExists(to)
  try {
    await sftp.rename(source, target)
  } catch (error) {
    const why = await explainChange(sftp, error, what, target, false)
    const isSaid = isLatchkeyError(why) && !['remote-failed', 'remote-not-found'].includes(why.code)
    throw isSaid ? why : ((await whyNotMoved(sftp, error, source, target)) ?? why)
  }
}

/** A move to another folder fails for reasons of its own, of which a server says no more than "Failure". */
async function whyNotMoved(
  sftp: Sftp,
  error: unknown,
  source: Buffer,
  target: Buffer,
): Promise<LatchkeyError | null> {
  const [from, to] = [nameOfBytes(source), nameOfBytes(target)]
  const folder = parentOf(to)
  if (folder === parentOf(from)) return null
  const there = await sftp.stat(bytesOfName(folder)).catch(() => null)
  if (isStatus(error, 'NO_SUCH_FILE') && (there === null || kindOf(there) !== 'folder'))
    return new LatchkeyError('remote-not-found', `There is no folder ${shownName(folder)}.`, {
      advice: 'Make it first, or choose another.',
      cause: error,
    })
  if (!isStatus(error, 'FAILURE', 'BAD_MESSAGE')) return null
  return new LatchkeyError('remote-failed', `The server could not move ${shownName(nameOf(from))}.`, {
    advice: 'To another disk or into itself nothing can be moved over SFTP: use mv in the terminal.',
    detail: error instanceof Error ? error.message : '',
    cause: error,
  })
}
