import { keysLab } from '../test/helpers/keys-lab.js'
import { manyKeys } from '../test/helpers/many-keys.js'
import { type Bench, median } from './row.js'

const KEYS = 1000
const ROUNDS = 51
const AIM_MS = 50

/** What the core takes to list 1,000 key pairs: done when the window opens and after each change, not per keystroke. */
export const vaultList: Bench = {
  name: 'vault.list-1000',
  needs: [],
  async run() {
    const { keys } = keysLab({ content: { keys: manyKeys(KEYS) } })
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now()
      const { length } = await keys.list(undefined, {})
      if (length !== KEYS) throw new Error(`${length} key pairs are listed.`)
      times.push(performance.now() - start)
    }
    const ours = median(times)
    const common = { name: 'vault.list-1000', unit: 'ms', peer: null, ratio: null }
    return [{ ...common, ours, aim: AIM_MS, met: ours <= AIM_MS }]
  },
}
