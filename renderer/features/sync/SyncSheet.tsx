import { Checkbox, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SyncOptions, WantedRule } from '../../../contract/sync.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api, queryClient } from '../../api/queries.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { Sheet } from '../../ui/Sheet.js'
import { AddAccountButton } from '../accounts/AddAccountButton.js'
import { useAccounts, useKinds } from '../accounts/account-queries.js'
import { PlanSheet } from './PlanSheet.js'
import { RuleForm } from './RuleForm.js'
import { RuleList } from './RuleList.js'
import { closeSync } from './sync-store.js'

/** Which keys belong on which accounts; from there to a plan, and back. */
export function SyncSheet() {
  const [options, setOptions] = useState<SyncOptions>({ rename: false, remove: false })
  const [planning, setPlanning] = useState(false)
  if (planning) return <PlanSheet options={options} onBack={() => setPlanning(false)} />
  return <RulesSheet options={options} onOptions={setOptions} onPlan={() => setPlanning(true)} />
}

interface RulesProps {
  options: SyncOptions
  onOptions: (options: SyncOptions) => void
  onPlan: () => void
}

function RulesSheet({ options, onOptions, onPlan }: RulesProps) {
  const rules = useQuery(api.sync.rules.queryOptions())
  const accounts = useAccounts().data
  const renewed = {
    onSuccess: (now: typeof rules.data) => queryClient.setQueryData(api.sync.rules.queryKey(), now),
  }
  const save = useMutation(api.sync.saveRule.mutationOptions(renewed))
  const remove = useMutation(api.sync.removeRule.mutationOptions(renewed))
  const problem = rules.error ?? save.error ?? remove.error
  const all = rules.data ?? []
  const [editing, setEdited] = useState<WantedRule | null>(null)
  const edited = all.find(({ id }) => id === editing?.id) ?? null
  return (
    <Sheet
      title={say`Sync keys with accounts`}
      verb={say`Show plan`}
      size={820}
      disabled={all.length === 0}
      problem={problem === null ? undefined : errorInfo(problem)}
      onSubmit={onPlan}
      onClose={closeSync}
    >
      <span>
        {say`Say which key pairs belong on which accounts. Nothing is changed before you have seen the plan, and only public halves leave this computer.`}
      </span>
      {accounts?.length === 0 ? (
        <EmptyState action={<AddAccountButton />}>{say`There is no cloud account yet.`}</EmptyState>
      ) : (
        <>
          <RuleList
            rules={all}
            editedId={edited?.id ?? null}
            onEdit={setEdited}
            onRemove={(id) => remove.mutate({ id })}
            onBack={(rule) => save.mutate(rule)}
          />
          <RuleForm
            key={edited?.id}
            busy={save.isPending}
            rule={edited}
            onSave={(rule) => save.mutateAsync(rule).then(() => setEdited(null))}
            onCancel={() => setEdited(null)}
          />
          <Options options={options} onChange={onOptions} />
        </>
      )}
    </Sheet>
  )
}

function Options({ options, onChange }: { options: SyncOptions; onChange: (options: SyncOptions) => void }) {
  const kinds = useKinds().data ?? []
  const accounts = useAccounts().data ?? []
  const renames = accounts.some(
    ({ kind }) => kinds.find((one) => one.kind === kind)?.capabilities.renamesKeys,
  )
  return (
    <Stack gap="sm">
      {renames && (
        <Checkbox
          label={say`Rename keys on accounts to the name of their key pair`}
          description={say`Where the cloud can, and nobody else has the name there.`}
          checked={options.rename}
          onChange={({ currentTarget }) => onChange({ ...options, rename: currentTarget.checked })}
        />
      )}
      <Checkbox
        label={say`Take key pairs off accounts where no rule wants them`}
        description={say`Only on accounts that a rule names. Keys that are not in this vault are never touched.`}
        checked={options.remove}
        onChange={({ currentTarget }) => onChange({ ...options, remove: currentTarget.checked })}
      />
    </Stack>
  )
}
