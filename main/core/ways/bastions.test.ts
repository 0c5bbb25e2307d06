import { expect, it } from 'vitest'
import { testSigner } from '../../../test/helpers/test-signer.js'
import { idOf, type LabMachine, type WaysLabOptions, waysLab } from '../../../test/helpers/ways-lab.js'

const signer = testSigner()
const at = (host: string, via: 'public' | 'private') => ({ ssh: [{ host, port: 22, via }] })
const machine = (name: string, instance: LabMachine['instance']): LabMachine => ({
  ...{ name, host: '192.0.2.1', port: 22, user: 'root', signer, instance },
})

/** One account with two zones; `inside` has only a private address. */
function setUp(bastions: NonNullable<WaysLabOptions['bastions']>) {
  const { routes } = waysLab(
    [
      machine('edge', { zone: 'north', ...at('192.0.2.1', 'public') }),
      machine('other', { zone: 'south', ...at('192.0.2.2', 'public') }),
      machine('inside', { zone: 'north', ...at('10.0.0.5', 'private') }),
      machine('inner', { zone: 'north', ...at('10.0.0.6', 'private') }),
    ],
    { bastions },
  )
  return async (name: string) => {
    const { from, hops, problem } = await routes.automatic({ instanceId: idOf(name) }, {})
    return problem ?? [from, ...hops.map((hop) => hop.name)].join(' ')
  }
}
const bastion = (name: string, zone: string | null = null, alsoPublic = false) => ({
  ...{ zone, instanceId: idOf(name), alsoPublic },
})

it('the bastion of a zone goes before that of the account', async () => {
  const way = setUp([bastion('other'), bastion('edge', 'north')])
  expect(await way('inside')).toBe('bastion edge')
  expect(await setUp([bastion('other'), bastion('edge', 'south')])('inside')).toBe('bastion other')
})

it('what has a public address is reached straight unless told, and a bastion never through itself', async () => {
  expect(await setUp([bastion('edge')])('other')).toBe('straight')
  const way = setUp([bastion('edge', null, true)])
  expect(await way('other')).toBe('bastion edge')
  expect(await way('edge')).toBe('straight')
})

it('a bastion that has a bastion is reached through that first', async () => {
  const way = setUp([bastion('inside'), bastion('edge', 'north')])
  expect(await way('inside')).toBe('bastion edge')
  expect(await setUp([bastion('inside', 'north'), bastion('edge')])('inner')).toBe('bastion inside')
})

it('bastions that need each other are said to be a circle, and those that are gone to be gone', async () => {
  const way = setUp([bastion('inside', 'north'), bastion('edge', null, true)])
  expect(await way('inner')).toBe('bastion inside')
  const round = setUp([bastion('inner', 'north', true), bastion('inside', 'south', true)])
  expect(await round('other')).toBe('bastion inner inside')
  const circle = setUp([bastion('other', 'north', true), bastion('edge', 'south', true)])
  expect(await circle('inside')).toContain('other → edge → other.')
  expect(await setUp([bastion('nobody')])('inside')).toContain('no longer among the instances')
})
