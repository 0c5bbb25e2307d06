import { expect, it } from 'vitest'
import { readWebArgs } from './args.js'

it('is a demo on a profile of its own only: none that was named is ever deleted', () => {
  expect(readWebArgs(['--demo', '--back', 'http://127.0.0.1:1'])).toMatchObject({
    demo: { back: 'http://127.0.0.1:1' },
  })
  expect(readWebArgs([]).demo).toBeNull()
  expect(() => readWebArgs(['--demo', '--profile', '/home/ada/mine'])).toThrow(
    'A demo has a profile of its own.',
  )
})
