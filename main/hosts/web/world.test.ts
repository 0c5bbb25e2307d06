import { expect, it } from 'vitest'
import { permissionFlags } from './world.js'

it('holds the process to what it needs, by the name that this Node has for it', () => {
  expect(permissionFlags(new Set(['--experimental-permission']))).toEqual(['--experimental-permission'])
  expect(permissionFlags(new Set(['--permission', '--experimental-permission']))).toEqual(['--permission'])
  expect(permissionFlags(new Set(['--permission', '--allow-net']))).toEqual(['--permission', '--allow-net'])
})
