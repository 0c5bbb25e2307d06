import { Button, TextInput } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Consequences } from '../../ui/Consequences.js'
import { Sheet } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { type Kit, KitPage } from './KitPage.js'
import classes from './KitPage.module.css'
import { GROUP } from './kit-code.js'

interface Props {
  /** There is a kit, which the new one replaces. */
  replaces: boolean
  onDone: () => void
  onClose: () => void
}

/** A new recovery kit. It counts once the end of its code was typed from the page. */
export function KitSheet({ replaces, onDone, onClose }: Props) {
  const make = useMutation(api.backup.makeKit.mutationOptions())
  const begin = useRef(make.mutate)
  useEffect(() => begin.current(undefined), [])
  const problem = make.error === null ? undefined : errorInfo(make.error)
  if (make.data !== undefined)
    return <ShownKit kit={make.data} replaces={replaces} onDone={onDone} onClose={onClose} />
  return (
    <Sheet
      title={say`Make a recovery kit`}
      verb={say`Try again`}
      busy={make.isPending}
      problem={problem}
      onSubmit={() => make.mutate(undefined)}
      onClose={onClose}
    >
      <span role="status">{make.isPending ? say`Making the code` : ''}</span>
    </Sheet>
  )
}

function ShownKit({ kit, replaces, onDone, onClose }: Props & { kit: Kit }) {
  const [lastGroup, setLastGroup] = useState('')
  const client = useQueryClient()
  const confirm = useMutation(
    api.backup.confirmKit.mutationOptions({
      async onSuccess() {
        await client.invalidateQueries({ queryKey: api.backup.kit.key() })
        onDone()
      },
    }),
  )
  const problem = confirm.error === null ? undefined : errorInfo(confirm.error)
  const mistyped = problem?.code === 'input-invalid' ? problem : undefined
  return (
    <Sheet
      title={say`Make a recovery kit`}
      verb={say`I have the code`}
      size={640}
      busy={confirm.isPending}
      disabled={lastGroup.trim().length < GROUP}
      problem={mistyped === undefined ? problem : undefined}
      aside={
        <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
          {say`Print`}
        </Button>
      }
      onSubmit={() => confirm.mutate({ lastGroup })}
      onClose={onClose}
    >
      <KitPage {...kit} />
      {createPortal(
        <div className={classes.printed}>
          <KitPage {...kit} howTo />
        </div>,
        document.body,
      )}
      <Consequences sentences={consequences(replaces)} />
      <TextInput
        label={say`The last six characters of the code`}
        description={say`Type them from the page that you have printed or written down.`}
        value={lastGroup}
        error={hear(mistyped?.message)}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setLastGroup(event.currentTarget.value)
          if (confirm.error !== null) confirm.reset()
        }}
      />
    </Sheet>
  )
}

function consequences(replaces: boolean): string[] {
  return [
    ...(replaces ? [say`The kit that you have now becomes useless once you go on.`] : []),
    say`Latchkey keeps no copy of the code: this is the only time that it is shown. The printed page also says how to use it, with Latchkey and with plain age.`,
    say`From now on the rescue file is written after every change of keys and accounts. Latchkey can write it and can’t read it.`,
  ]
}
