import { setTimeout as sleep } from 'node:timers/promises'
import type { CheckProgress, Finding } from '../../contract/repair.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import type { RepairService } from '../../main/core/services.js'
import * as data from './fake-data.js'

/** One finding of each kind, which its repair takes away. */
export function fakeRepair(withFindings = false): RepairService {
  let found = withFindings ? findings : []
  const open = createLiveValue(0)
  const set = (next: Finding[]) => {
    found = next
    open.set(found.filter(({ left }) => !left).length)
    return found
  }
  set(found)
  const without = async ({ id }: { id: string }) => set(found.filter((finding) => finding.id !== id))
  async function* check(signal?: AbortSignal): AsyncGenerator<CheckProgress, void> {
    for (let looked = 0; looked < 344; looked += 43) {
      yield { looked, of: 344, result: null }
      await sleep(100, undefined, { signal })
    }
    const keys = { whole: 340 - (withFindings ? 2 : 0), of: 340 }
    yield { looked: 344, of: 344, result: { keys, accounts: { whole: 4, of: 4 }, findings: found } }
  }
  return {
    watch: async (_nothing, { signal }) => open.watch(signal),
    list: async () => found,
    check: async (_nothing, { signal }) => check(signal),
    keepPublic: without,
    putBack: without,
    async delete({ id, typed }) {
      if (typed !== found.find((finding) => finding.id === id)?.typed)
        throw new LatchkeyError('input-invalid', 'What was typed is not what was asked for.')
      return without({ id })
    },
    leave: async ({ id, left }) =>
      set(found.map((finding) => (finding.id === id ? { ...finding, left } : finding))),
  }
}

const fingerprint = 'SHA256:Sx2nnCBBkL7yXg4TLUFpJ2jhPGQ6WEySv1KXy0FHMrw'
const key = { type: 'ed25519' as const, bits: 256, fingerprint }

const finding = (id: string, rest: Partial<Finding> & Pick<Finding, 'kind'>): Finding => ({
  ...{ id, entryId: id, name: null, key: null, clouds: [], twin: null, deletedAt: null, problem: null },
  ...{ repairs: [], proposedName: '', typed: 'delete', left: false, ...rest },
})

const findings: Finding[] = [
  finding('key/1', {
    kind: 'key-missing',
    ...{ name: 'web-frankfurt', key, repairs: ['restore', 'import', 'keep-public'] },
  }),
  finding('key/2', {
    kind: 'key-damaged',
    ...{ name: 'old-bastion', key: { ...key, type: 'rsa', bits: 4096 }, repairs: ['restore', 'import'] },
    problem: data.problem(
      'key-damaged',
      'The private key is damaged: what the vault holds belongs to another public key.',
      'Take it again from its backup or from where it was made, whole and unchanged.',
    ),
  }),
  finding('key/3', {
    kind: 'key-unlisted',
    ...{ name: 'deploy-2027', key, repairs: ['put-back', 'delete'] },
    ...{ proposedName: 'deploy-2027', typed: 'deploy-2027' },
  }),
  finding('key/4', {
    kind: 'key-unlisted',
    ...{ key, twin: { name: 'backup-runner', whole: true }, repairs: ['delete'] },
  }),
  finding('account/1', {
    kind: 'account-missing',
    ...{ entryId: 'a1', name: 'Frankfurt', repairs: ['restore', 'edit-account', 'remove-account'] },
  }),
  finding('account/2', {
    kind: 'account-unlisted',
    ...{ name: 'Moscow', typed: 'Moscow', clouds: [{ kind: 'cloudstack', label: 'CloudStack' }] },
    ...{ deletedAt: data.ago(3 * 24 * 60), repairs: ['delete'] },
  }),
]
