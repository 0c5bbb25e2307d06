import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { signingOf } from './signing.js'

const nothing = { CSC_LINK: '', CSC_KEY_PASSWORD: ' ', PATH: '/bin' }

/** The configuration that electron-builder's own command reads out of arguments. */
function configOf(args: string[]): unknown {
  const { configureBuildCommand, createYargs, normalizeOptions } = createRequire(import.meta.url)(
    'electron-builder/out/builder.js',
  )
  return normalizeOptions(configureBuildCommand(createYargs()).parse(args)).config
}

it('leaves out what a workflow has set to nothing', () => {
  expect(signingOf(nothing, 'linux')).toEqual({ env: { PATH: '/bin' }, args: [] })
})

it('signs an app for macOS ad hoc where there is no certificate, and with it where there is one', () => {
  expect(configOf(signingOf(nothing, 'darwin').args)).toEqual({
    mac: { identity: '-', hardenedRuntime: false },
  })
  for (const name of ['CSC_LINK', 'CSC_NAME']) {
    const { args, env } = signingOf({ [name]: 'x' }, 'darwin')
    expect([args, env]).toEqual([[], { [name]: 'x' }])
  }
  expect(signingOf(nothing, 'win32').args).toEqual([])
})
