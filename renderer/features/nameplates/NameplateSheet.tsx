import { Radio, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { HostColour, Nameplate } from '../../../contract/nameplates.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api, queryClient } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import { useStore } from '../store.js'
import { namingStore } from './nameplate-sheet.js'
import { colourWords } from './nameplate-words.js'
import classes from './nameplates.module.css'
import { useNameplates } from './use-nameplates.js'

const NONE = 'none'

/** Gives an instance a name and a colour, whoever has asked for it (`nameHost`). Mount it once. */
export function NameplateSheet() {
  const host = useStore(namingStore)
  const plates = useNameplates()
  if (host === null) return null
  const { instanceId, instanceName } = host
  const plate = plates.get(instanceId) ?? { instanceId, name: '', colour: null }
  return <Form key={instanceId} plate={plate} instanceName={instanceName} />
}

function Form({ plate, instanceName }: { plate: Nameplate; instanceName: string }) {
  const [name, setName] = useState(plate.name)
  const [colour, setColour] = useState<HostColour | null>(plate.colour)
  const close = () => namingStore.change(() => null)
  const save = useMutation({
    ...api.nameplates.set.mutationOptions(),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: api.nameplates.list.key() })
      close()
    },
  })
  const typed = { ...plate, name, colour }
  const checked = Nameplate.safeParse(typed)
  return (
    <Sheet
      title={say`Name and colour of ${instanceName}`}
      verb={say`Save`}
      busy={save.isPending}
      disabled={!checked.success}
      problem={save.error === null ? undefined : errorInfo(save.error)}
      onSubmit={() => checked.success && save.mutate(checked.data)}
      onClose={close}
    >
      <Stack gap="md">
        <TextInput
          label={say`Name on its tabs`}
          description={say`Empty: the name that it has.`}
          placeholder={instanceName}
          value={name}
          error={wrongWith(Nameplate, typed)}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Radio.Group
          label={say`Colour`}
          description={say`On its tabs, panes and rows. Production is said in words there too, and before what you type or paste goes to it with others.`}
          value={colour ?? NONE}
          onChange={(value) => setColour(HostColour.safeParse(value).data ?? null)}
        >
          <div className={classes.choices}>
            <Radio value={NONE} label={say`None`} />
            {HostColour.options.map((one) => (
              <Radio key={one} value={one} label={<ColourChoice colour={one} />} />
            ))}
          </div>
        </Radio.Group>
      </Stack>
    </Sheet>
  )
}

function ColourChoice({ colour }: { colour: HostColour }) {
  return (
    <span className={classes.choice}>
      <span className={classes.colour} data-host-colour={colour} aria-hidden />
      {colour === 'production' ? say`Production (red)` : colourWords[colour]}
    </span>
  )
}
