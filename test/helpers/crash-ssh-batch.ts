import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BindAction, BindJob } from '../../contract/bindings.js'
import { textFile } from '../../main/platform/text-file.js'
import { sshBindingsLab } from './ssh-bindings-lab.js'

/** What a batch works on, in `work.json` of its folder. */
export interface BatchWork {
  action: BindAction
  sshd: { host: string; port: number }
  /** Of an instance each. */
  users: string[]
  /** Private keys as PKCS #8, base64: the one that lets in, and the one that comes or goes. */
  ops: string
  deploy: string
}

const keyOf = (der: string) => ({
  privateKey: createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' }),
})

/** The bindings over one folder, in which the profile is; the servers are real. */
export async function openBatchIn(directory: string) {
  const work: BatchWork = JSON.parse(await readFile(join(directory, 'work.json'), 'utf8'))
  const parts = {
    users: work.users,
    fresh: keyOf(work.deploy),
    file: textFile(join(directory, 'profile.json')),
  }
  const lab = await sshBindingsLab({ sshd: work.sshd }, keyOf(work.ops), parts)
  const instanceIds = work.users.map((_, n) => `acc/vm-${n + 1}`)

  async function planAndRun(ids: string[]): Promise<BindJob[]> {
    const login = { kind: 'key' as const, keyId: lab.keyIds.entry }
    const plans = await Promise.all(
      ids.map((instanceId) =>
        lab.bindings.plan({ action: work.action, keyId: lab.keyIds.fresh, instanceId, login }, {}),
      ),
    )
    const started = await lab.bindings.runMany({ planIds: plans.map(({ id }) => id) }, {})
    const jobs = await Promise.all(started.map(({ job }) => lab.follow(job?.id ?? '')))
    return jobs.flatMap((states) => states.at(-1) ?? [])
  }

  return {
    ...lab,
    interrupted: () => lab.bindings.interrupted(undefined, {}),
    /** Binds or unbinds on all instances at once; how each ended. */
    runAll: () => planAndRun(instanceIds),
    /** Dismisses what was cut off, and does all again. */
    async goThrough(): Promise<BindJob[]> {
      for (const { id } of await lab.bindings.interrupted(undefined, {}))
        await lab.bindings.settle({ id, action: 'dismiss' }, {})
      return planAndRun(instanceIds)
    },
  }
}
