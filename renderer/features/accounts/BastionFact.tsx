import { Button, Checkbox, Group, Select, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../../contract/accounts.js'
import type { Instance } from '../../../contract/instances.js'
import type { Bastion } from '../../../contract/route.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api, queryClient } from '../../api/queries.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { Sheet } from '../../ui/Sheet.js'
import { useInventoryQuery } from '../instances/inventory-query.js'

/** Through what the account's instances are reached. */
export function BastionFact({ account }: { account: Account }) {
  const [isOpen, open] = useState(false)
  const bastions = useQuery(api.routes.bastions.queryOptions({ input: { accountId: account.id } }))
  const { data } = useInventoryQuery()
  const instances = data?.instances ?? []
  const nameOf = (id: string) => instances.find((one) => one.id === id)?.name ?? say`one that is gone`
  if (bastions.data === undefined) return null
  return (
    <Fact label={say`Bastion`}>
      <Group gap="sm">
        <span>
          {bastions.data.length === 0
            ? say`None: instances are reached straight.`
            : bastions.data
                .map(({ zone, instanceId }) =>
                  zone === null ? nameOf(instanceId) : say`${nameOf(instanceId)} in ${zone}`,
                )
                .join(', ')}
        </span>
        <Button variant="default" size="compact-sm" onClick={() => open(true)}>
          {say`Choose bastion…`}
        </Button>
      </Group>
      {isOpen && (
        <BastionSheet
          account={account}
          bastions={bastions.data}
          instances={instances}
          onClose={() => open(false)}
        />
      )}
    </Fact>
  )
}

interface SheetProps {
  account: Account
  bastions: Bastion[]
  instances: Instance[]
  onClose: () => void
}

function BastionSheet({ account, bastions, instances, onClose }: SheetProps) {
  const [chosen, setChosen] = useState(bastions)
  const save = useMutation({
    ...api.routes.setBastions.mutationOptions(),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: api.routes.bastions.key() })
      onClose()
    },
  })
  const zones = [...new Set(instances.filter(isOf(account)).map(({ zone }) => zone))].filter(
    (zone) => zone !== '',
  )
  const places = [null, ...(zones.length > 1 ? zones : []), ...chosen.map(({ zone }) => zone)]
  const alsoPublic = chosen.some((one) => one.alsoPublic)
  const choose = (zone: string | null, instanceId: string | null) =>
    setChosen((now) => [
      ...now.filter((one) => one.zone !== zone),
      ...(instanceId === null ? [] : [{ zone, instanceId, alsoPublic }]),
    ])
  const own = instances.filter(isOf(account))
  const choices = [...own, ...instances.filter((one) => !isOf(account)(one))]
    .filter(({ state }) => state !== 'gone')
    .map(({ id, name, addresses }) => ({ value: id, label: `${name} (${addresses[0] ?? say`no address`})` }))
  return (
    <Sheet
      title={say`Bastion of ${account.name}`}
      verb={say`Save`}
      busy={save.isPending}
      problem={save.error === null ? undefined : errorInfo(save.error)}
      onSubmit={() => save.mutate({ accountId: account.id, bastions: chosen })}
      onClose={onClose}
    >
      <Stack gap="md">
        {[...new Set(places)].map((zone) => (
          <Select
            key={zone ?? ''}
            label={zone === null ? say`Bastion of the whole account` : say`Only in ${zone}`}
            description={
              zone === null
                ? say`Instances that have only a private address are reached through it, with its own key.`
                : say`Goes before that of the whole account.`
            }
            placeholder={say`None`}
            data={choices}
            value={chosen.find((one) => one.zone === zone)?.instanceId ?? null}
            onChange={(id) => choose(zone, id)}
            limit={100}
            searchable
            clearable
          />
        ))}
        <Checkbox
          label={say`Also for instances that have a public address`}
          checked={alsoPublic}
          disabled={chosen.length === 0}
          onChange={(event) => {
            const { checked } = event.currentTarget
            setChosen((now) => now.map((one) => ({ ...one, alsoPublic: checked })))
          }}
        />
      </Stack>
    </Sheet>
  )
}

const isOf =
  ({ id }: Account) =>
  ({ accountId }: Instance) =>
    accountId === id
