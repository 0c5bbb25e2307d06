import { constants } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { Log } from '../ports.js'
import { problemOf } from './problem.js'

const logged: string[] = []
const write = (event: string) => void logged.push(event)
const log: Log = { info: write, warn: write, error: write }

describe('problemOf', () => {
  it.each(['ENOSPC', 'EROFS'])('says of %s that the disk takes nothing, and logs it', (code) => {
    logged.length = 0
    const error = Object.assign(new Error(`${code}: not this time, write`), { code, syscall: 'write' })
    expect(problemOf(error, 'rpc.keys.generate', log)).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('disk'),
      detail: error.message,
    })
    expect(logged).toEqual(['rpc.keys.generate'])
  })

  it('knows a quota that is used up by its number: Node has no name for it', () => {
    const name = `Unknown system error ${-constants.errno.EDQUOT}`
    const error = Object.assign(new Error(`${name}: ${name}, write`), {
      ...{ code: name, errno: -constants.errno.EDQUOT, syscall: 'write' },
    })
    expect(problemOf(error, 'rpc.keys.generate', log)).toMatchObject({
      ...{ code: 'file-unwritable', message: 'Your share of the disk is used up.' },
    })
  })

  it('gives what was not foreseen an incident, and keeps its text in the log', () => {
    const problem = problemOf(new Error('the secret'), 'rpc.keys.list', log)
    expect(problem).toMatchObject({ code: 'internal', incident: expect.stringMatching(/^[0-9a-f]{8}$/) })
    expect(JSON.stringify(problem)).not.toContain('the secret')
  })
})
