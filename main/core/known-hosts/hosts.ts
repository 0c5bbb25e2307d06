import type { HostsFile as FileState, KnownHost } from '../../../contract/known-hosts.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Log } from '../ports.js'
import type { InstancesService, KnownHostsService } from '../services.js'
import { linesFor, nameOfHashed, namesFor } from './find-host.js'
import type { HostsFile, ReadHostsFile } from './hosts-file.js'
import { instanceNames } from './instance-names.js'
import { type KeyLine, unreadableIn } from './lines.js'
import type { Outdated } from './outdated.js'
import { createRemovals } from './removals.js'
import { type RowFacts, rowFacts, toRow } from './rows.js'

interface Parts {
  files: HostsFile[]
  /** Looked at, and never changed. */
  system: ReadHostsFile
  outdated: Outdated
  instances: Pick<InstancesService, 'told'>
  log: Log
}

/** Latchkey's own known_hosts and the user's: look, find and clean up; the system's: look and find. */
export function createHosts({ files, system, outdated, instances, log }: Parts): KnownHostsService {
  const readable = [...files, system]
  const removals = createRemovals()
  const facts = async () => rowFacts(await instanceNames(instances), await outdated.all())

  async function readOne(
    file: ReadHostsFile,
    about: RowFacts,
  ): Promise<{ state: FileState; rows: KnownHost[] }> {
    const { source, path } = file
    try {
      const { lines, keys } = await file.read()
      const state = { source, path, unreadableLines: unreadableIn(lines), problem: null }
      return { state, rows: keys.map((line) => toRow(source, line, about)) }
    } catch (error) {
      const problem = problemOf(error, 'known-hosts.incident', log)
      return { state: { source, path, unreadableLines: 0, problem }, rows: [] }
    }
  }

  async function list() {
    const about = await facts()
    const read = await Promise.all(readable.map((file) => readOne(file, about)))
    const told = read.filter(({ state, rows }) => state.source !== 'system' || isThere(state, rows))
    return { hosts: told.flatMap(({ rows }) => rows), files: told.map(({ state }) => state) }
  }

  /** The key lines of every file that can be read. */
  async function allLines(): Promise<KeyLine[]> {
    const read = await Promise.all(readable.map((file) => file.read().catch(noneOf(file, log))))
    return read.flatMap(({ keys }) => keys)
  }

  async function outdatedRows(): Promise<KnownHost[]> {
    if ((await outdated.all()).length === 0) return []
    return (await list()).hosts.filter((host) => host.outdated.length > 0)
  }

  return {
    list,
    outdated: outdatedRows,

    async find({ text }, { signal }) {
      const names = namesFor(text, await instanceNames(instances))
      if (names.length === 0) return { ids: [], names }
      return { ids: (await linesFor(names, await allLines(), signal)).map(({ id }) => id), names }
    },

    async hashed({ ids }, { signal }) {
      const wanted = new Set(ids)
      const known = await instanceNames(instances)
      const found = []
      for (const line of await allLines()) {
        if (!wanted.has(line.id)) continue
        const name = await nameOfHashed(line, known, signal)
        if (name !== null) found.push({ id: line.id, name: name.name, instanceName: name.instanceName })
      }
      return found
    },

    async remove({ entries }) {
      if (entries.some(({ id }) => id.startsWith(`${system.source}-`))) throw notOurs(system.path)
      const done = []
      const problems = []
      for (const file of files) {
        const ofFile = entries.filter(({ id }) => id.startsWith(`${file.source}-`))
        if (ofFile.length === 0) continue
        try {
          done.push(await removals.takeFrom(file, ofFile))
        } catch (error) {
          problems.push(problemOf(error, 'known-hosts.incident', log))
        }
      }
      const removed = done.reduce((sum, { taken }) => sum + taken.length, 0)
      if (removed === 0 && problems.length === 0) throw noLongerThere()
      await outdated.forget(() => false)
      const written = done.find(({ file, taken }) => file.backupPath !== null && taken.length > 0)
      log.info('known-hosts.removed', { removed })
      return { removed, undoId: removals.remember(done), backup: written?.file.backupPath ?? null, problems }
    },

    async undo({ undoId }) {
      await removals.undo(undoId)
    },

    async keep({ ids }) {
      const kept = new Set(ids.map((id) => id.replace(/-\d+$/, '')))
      await outdated.forget(({ source, hash }) => kept.has(`${source}-${hash}`))
    },
  }
}

/** Most computers have no such file, or an empty one. */
const isThere = ({ unreadableLines, problem }: FileState, rows: KnownHost[]) =>
  rows.length > 0 || unreadableLines > 0 || problem !== null

const noneOf = (file: ReadHostsFile, log: Log) => (error: unknown) => {
  log.warn('known-hosts.unreadable', { source: file.source, problem: String(error) })
  return { keys: [] }
}

function notOurs(path: string): LatchkeyError {
  return new LatchkeyError(
    'input-invalid',
    `${path} is for all users of this computer, and is not changed.`,
    {
      advice: `An administrator takes a host out of it with ssh-keygen -R HOST -f ${path}.`,
    },
  )
}

function noLongerThere(): LatchkeyError {
  return new LatchkeyError('input-invalid', 'These lines are no longer there.', {
    advice: 'Another program has changed the file. Look at the list again.',
  })
}
