import { describe, expect, it } from 'vitest'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { manyKeys } from '../../../test/helpers/many-keys.js'

const COUNT = 1000

describe(`${COUNT} key pairs`, () => {
  const lab = keysLab({ content: { keys: manyKeys(COUNT) } })
  const read: string[] = []
  const { get } = lab.secrets
  lab.secrets.get = (name) => {
    read.push(name)
    return get(name)
  }

  it('are listed without a look at a secret', async () => {
    expect(await lab.keys.list(undefined, {})).toHaveLength(COUNT)
    expect(read).toEqual([])
  })

  it('are renamed, moved and looked through in the bin without a look at a secret', async () => {
    await lab.keys.update({ id: 'k500', name: 'renamed' }, {})
    await lab.keys.setState({ id: 'k501', state: 'bin' }, {})
    await lab.keys.purgeBin()
    expect(read).toEqual([])
  })

  it('are opened one by one only', async () => {
    const { id } = await lab.keys.generate({ name: 'new', spec: { type: 'ed25519' } }, {})
    await lab.keys.openSigner(id)
    expect(read.filter((name) => name.startsWith('key/'))).toEqual([`key/${id}`])
  })
})
