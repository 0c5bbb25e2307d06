import { Checkbox } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { rpc } from '../../../api/client.js'
import { api } from '../../../api/queries.js'
import { ConfirmSheet } from '../../../ui/ConfirmSheet.js'
import { deletable, theCopies } from '../../backup/copy-words.js'
import { useKeysChanged } from '../key-queries.js'
import { deleteConsequences } from './bin-consequences.js'
import { RadiusTable } from './RadiusTable.js'
import { namedInstances } from './radius-words.js'

/** Deleting from the bin can't be taken back: the name has to be typed. */
export function DeleteForGoodSheet({ keyPair, onClose }: { keyPair: KeyPair; onClose: () => void }) {
  const changed = useKeysChanged()
  const client = useQueryClient()
  const found = useQuery({ ...api.backup.copies.queryOptions(), refetchOnMount: 'always' })
  const [alsoCopies, setAlsoCopies] = useState(false)
  const { id, name } = keyPair
  const hasPrivate = keyPair.storedIn !== null
  const copies = deletable(found.data?.copies ?? []).length
  const radius = useQuery({ ...api.keys.radius.queryOptions({ input: { ids: [id] } }), staleTime: 0 })
  const places = radius.data?.[0]?.instances ?? []
  const lost = places.filter(({ left }) => left !== 'proven')
  const remove = useMutation(
    api.keys.delete.mutationOptions({
      async onSuccess() {
        if (alsoCopies) await rpc.backup.deleteCopies()
        await client.invalidateQueries({ queryKey: api.backup.copies.key() })
        await changed()
      },
    }),
  )
  return (
    <ConfirmSheet
      title={say`Delete ${name} for good?`}
      consequences={[
        ...(hasPrivate && lost.length > 0
          ? [say`No other key pair is proven to open ${namedInstances(lost)}.`]
          : []),
        ...deleteConsequences(name, hasPrivate, copies),
      ]}
      verb={say`Delete for good`}
      danger
      typed={{ text: name, label: say`Name of the key pair` }}
      onConfirm={() => remove.mutateAsync({ id, name })}
      size={760}
      onClose={onClose}
    >
      <RadiusTable places={places} after />
      {hasPrivate && copies > 0 && (
        <Checkbox
          checked={alsoCopies}
          onChange={(event) => setAlsoCopies(event.currentTarget.checked)}
          label={say`Delete ${theCopies(copies)} of the profile too`}
          description={say`There is then no way back to how the profile was at those times.`}
        />
      )}
    </ConfirmSheet>
  )
}
