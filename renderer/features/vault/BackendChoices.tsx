import { Radio, Stack } from '@mantine/core'
import type { Backend, VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import classes from './BackendChoices.module.css'
import { backendWords } from './backend-words.js'

interface Props {
  choices: VaultStatus['choices']
  chosen: Backend | null
  onChoose: (backend: Backend) => void
}

/** The places for private keys: what each protects from and what it doesn't, or why it can't be had. */
export function BackendChoices({ choices, chosen, onChoose }: Props) {
  return (
    <Radio.Group
      aria-label={say`Place for private keys`}
      value={chosen}
      onChange={(value) => onChoose(value as Backend)}
    >
      <Stack gap={0} className={classes.choices}>
        {choices.map(({ backend, label, available, reason, recommended }) => (
          <Radio
            key={backend}
            className={classes.choice}
            value={backend}
            disabled={!available}
            label={recommended && available ? say`${hear(label)} (recommended)` : hear(label)}
            description={
              available ? (
                <>
                  {backendWords[backend].protects}
                  <br />
                  {backendWords[backend].limits}
                </>
              ) : (
                say`Not available: ${reason === undefined ? say`it does not answer.` : hear(reason)}`
              )
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
