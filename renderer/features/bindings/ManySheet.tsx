import { Button, Group, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Instance } from '../../../contract/instances.js'
import type { KeyPair } from '../../../contract/keys.js'
import { Dialog } from '../../ui/Dialog.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { canLogIn, useKeys } from '../keys/key-queries.js'
import { closeManySheet, type ManyTarget } from './binds.js'
import { ManyPlan } from './ManyPlan.js'
import { counted } from './many-words.js'

const none: Instance[] = []

/** Binds a key to several instances, or takes it away: asks which, and says what would happen to each. */
export function ManySheet({ target }: { target: ManyTarget }) {
  const { action, instances } = target
  const all = useInventoryQuery().data?.instances ?? none
  const chosen = all.filter(({ id }) => instances.some((one) => one.id === id))
  const keys = useKeys().data?.filter((key) =>
    action === 'bind' ? canLogIn(key) : countWith(key, chosen) > 0,
  )
  const [keyId, setKeyId] = useState<string | null>(null)
  const [only] = keys?.length === 1 ? keys : []
  const wanted = keyId ?? only?.id ?? null
  const [first] = instances
  const where = instances.length === 1 ? (first?.name ?? '') : counted(instances.length)
  return (
    <Dialog
      size="lg"
      title={action === 'bind' ? `Bind a key to ${where}` : `Unbind a key from ${where}`}
      onClose={closeManySheet}
    >
      <Stack gap="md">
        {keys !== undefined && (
          <Select
            label="Key pair"
            placeholder="Choose a key pair"
            description={
              keys.length > 0
                ? undefined
                : action === 'bind'
                  ? 'There is no active key pair with its private half in the vault. Create or import one under Keys first.'
                  : 'No key pair of this vault is declared for them by their clouds.'
            }
            data={keys.map((key) => ({ value: key.id, label: labelOf(key, target, chosen) }))}
            value={wanted}
            onChange={setKeyId}
            allowDeselect={false}
            searchable={keys.length > 8}
            data-autofocus
          />
        )}
        {wanted === null ? (
          <Group justify="flex-end">
            <Button variant="default" onClick={closeManySheet}>
              Cancel
            </Button>
          </Group>
        ) : (
          <ManyPlan key={wanted} target={target} keyId={wanted} />
        )}
      </Stack>
    </Dialog>
  )
}

/** How many of the instances the clouds declare a key for. */
function countWith({ id }: KeyPair, instances: Instance[]): number {
  return instances.filter(({ declared }) => declared.some(({ keyId }) => keyId === id)).length
}

function labelOf(key: KeyPair, { action, instances }: ManyTarget, chosen: Instance[]): string {
  if (instances.length === 1) return key.name
  const on = countWith(key, chosen)
  if (on === 0 && action === 'bind') return key.name
  return `${key.name} (declared for ${on} of ${instances.length})`
}
