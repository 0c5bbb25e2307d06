import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProfileCopy } from '../../../contract/backup.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'
import { timeText } from '../../ui/age.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { Sheet } from '../../ui/Sheet.js'
import { CopiesTable } from './CopiesTable.js'
import { keysWords } from './copy-words.js'

/** Where there is no vault, but copies of a profile are: back to one of them as a whole. */
export function BringBack() {
  const copies =
    useQuery({ ...api.backup.copies.queryOptions(), refetchOnMount: 'always' }).data?.copies ?? []
  const [choosing, setChoosing] = useState(false)
  const [chosen, setChosen] = useState<ProfileCopy | null>(null)
  const usable = copies.filter(({ keys }) => keys !== null)
  if (usable.length === 0) return null
  const close = () => {
    setChoosing(false)
    setChosen(null)
  }
  return (
    <>
      <Button variant="default" onClick={() => setChoosing(true)}>
        {say`Bring back a copy of the profile`}
      </Button>
      {choosing && chosen === null && (
        <Sheet
          title={say`Copies of the profile on this computer`}
          verb={say`Close`}
          done
          size={640}
          onSubmit={close}
          onClose={close}
        >
          <span>
            {say`Latchkey has kept them before steps that could go wrong. Brought back, everything is as it was then: key pairs, accounts, bindings, and where the keys are.`}
          </span>
          <CopiesTable copies={usable} verb={say`Bring back`} onChoose={setChosen} />
        </Sheet>
      )}
      {chosen !== null && <Confirm copy={chosen} onClose={close} />}
    </>
  )
}

function Confirm({ copy, onClose }: { copy: ProfileCopy; onClose: () => void }) {
  const client = useQueryClient()
  const bringBack = async () => {
    await rpc.backup.bringBack({ name: copy.name })
    // Not waited for: among them are streams, which have no end.
    void client.invalidateQueries()
  }
  return (
    <ConfirmSheet
      title={say`Bring back the copy of ${timeText(copy.at)}?`}
      consequences={[
        say`Latchkey then knows ${keysWords(copy)}, as at that time. What was changed later it does not know.`,
        copy.sealed
          ? say`The vault opens with its password: the one of now if its sealed file is still there, else the one of that time.`
          : say`The private keys are where they were, in the keychain.`,
        say`No file is deleted. A sealed file of another vault that is in the way is set aside.`,
      ]}
      verb={say`Bring back`}
      onConfirm={bringBack}
      onClose={onClose}
    />
  )
}
