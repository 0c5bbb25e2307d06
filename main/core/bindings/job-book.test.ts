import { expect, it } from 'vitest'
import { bind, bindingsLab } from '../../../test/helpers/bindings-lab.js'

const idsOf = async ({ bindings }: Awaited<ReturnType<typeof bindingsLab>>) =>
  (await bindings.jobs(undefined, {})).map(({ id }) => id)

it('keeps what ended for an hour, so that a window that comes back finds it', async () => {
  const lab = await bindingsLab()
  const { id } = await bind(lab)
  lab.clock.advance(59 * 60_000)
  expect(await idsOf(lab)).toEqual([id])
  lab.clock.advance(2 * 60_000)
  expect(await idsOf(lab)).toEqual([])
  await expect(lab.bindings.watch({ id }, {})).rejects.toMatchObject({ code: 'binding-not-found' })
})

it('never drops what is under way', async () => {
  const lab = await bindingsLab()
  let goOn: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  lab.cloud.before('setKeys', () => held)
  const plan = await lab.bindings.plan(lab.input, {})
  const { id } = await lab.bindings.run({ planId: plan.id }, {})
  lab.clock.advance(25 * 60 * 60_000)
  expect(await idsOf(lab)).toEqual([id])
  expect(lab.bindings.runningCount()).toBe(1)
  goOn()
})
