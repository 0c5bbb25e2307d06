import { expect, it } from 'vitest'
import { giveBack } from './give-back.js'

const canFree = 'transfer' in ArrayBuffer.prototype

it('leaves a large buffer empty where the runtime can free it, and whole where it can not', () => {
  const bytes = Buffer.allocUnsafeSlow(32_768)
  giveBack(bytes.subarray(4, 30_000))
  expect(bytes.length).toBe(canFree ? 0 : 32_768)
})

it('leaves small buffers alone, which may share their memory with others', () => {
  const neighbours = [Buffer.from('one'), Buffer.from('other')]
  giveBack(neighbours[0] as Buffer)
  expect(neighbours.map(String)).toEqual(['one', 'other'])
})
