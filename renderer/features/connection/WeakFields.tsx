import { Checkbox, Stack } from '@mantine/core'
import { type AlgorithmKind, type WeakAlgorithm, weakAlgorithms } from '../../../contract/weak-algorithms.js'
import { say } from '../../../contract/words/say.js'
import classes from './connection.module.css'
import type { FieldsProps } from './connection-form.js'

const kinds: { kind: AlgorithmKind; title: string }[] = [
  { kind: 'key exchange', title: say`Key exchange` },
  { kind: 'host key', title: say`Host key` },
  { kind: 'cipher', title: say`Cipher` },
  { kind: 'MAC', title: 'MAC' },
]

/** The weak algorithms, one by one, each with what is wrong with it. `wanted`: they are what the sheet was opened for. */
export function WeakFields({ form, set, wanted }: FieldsProps & { wanted: boolean }) {
  return (
    <div className={classes.weak} ref={wanted ? intoView : undefined}>
      <p className={classes.dim}>
        {say`Each makes it easier to listen in, or to stand in for the server. They are offered to this instance alone, after the sound ones. Update the server where you can.`}
      </p>
      {kinds.map(({ kind, title }) => (
        <Checkbox.Group
          key={kind}
          label={title}
          value={form.weakAlgorithms}
          onChange={(names) => set({ weakAlgorithms: names as WeakAlgorithm[] })}
        >
          <Stack gap={4} mt={4}>
            {weakAlgorithms
              .filter((one) => one.kind === kind)
              .map(({ name, why }) => (
                <Checkbox
                  key={name}
                  value={name}
                  label={
                    <>
                      <code>{name}</code> <span className={classes.dim}>{why}</span>
                    </>
                  }
                />
              ))}
          </Stack>
        </Checkbox.Group>
      ))}
    </div>
  )
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'start' })
}
