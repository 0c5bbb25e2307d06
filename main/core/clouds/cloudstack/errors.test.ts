import { describe, expect, it } from 'vitest'
import { refusalError } from './errors.js'

describe('refusalError', () => {
  it.each([
    [431, "A key pair with name 'a' already exists.", 'cloud-duplicate-name'],
    [431, "A key pair with name 'a' already exists for this account.", 'cloud-duplicate-name'],
    [431, "A key pair with key 'ssh-rsa AAAA' already exists for this account.", 'cloud-duplicate-key'],
    [431, 'Public key is invalid', 'cloud-bad-key'],
    [431, "A key pair with name 'a' does not exist for account A in specified domain id", 'cloud-not-found'],
    [431, 'Not all specified keypairs exist', 'cloud-not-found'],
    [431, 'Not all specified keyparis exist', 'cloud-not-found'],
    [431, 'Vm VM[User|i-2-3-VM] should be stopped to do SSH Key reset', 'cloud-instance-not-stopped'],
    [530, 'Vm VM[User|i-2-3-VM] should be stopped to do SSH Key reset', 'cloud-instance-not-stopped'],
    [431, 'There is another job running on this instance', 'cloud-busy'],
    [431, 'Something nobody has seen', 'cloud-failed'],
    [405, 'needs to be sent using POST request', 'cloud-failed'],
    [411, 'Two factor authentication', 'cloud-credentials'],
    [429, 'please retry after 800 ms.', 'cloud-throttled'],
    [430, 'Malformed', 'cloud-failed'],
    [432, 'The given command does not exist or is not available for user', 'cloud-forbidden'],
    [530, 'Internal error', 'cloud-failed'],
    [531, 'Acct does not have permission', 'cloud-forbidden'],
    [532, 'Maximum number reached', 'cloud-quota'],
    [533, 'No capacity', 'cloud-failed'],
    [534, 'Resource unavailable', 'cloud-failed'],
    [536, 'In use', 'cloud-busy'],
    [537, 'Network conflict', 'cloud-failed'],
    [999, 'From a later release', 'cloud-failed'],
  ])('%i "%s" is %s', (errorcode, errortext, code) => {
    const { info } = refusalError({ command: 'doIt', errorcode, errortext })
    expect(info.code).toBe(code)
    expect(info.message).toMatch(/^[A-Z].*\.$/)
    expect(info.message).not.toContain('{')
    expect(info.detail).toBe(`doIt: ${errorcode} ${errortext}`)
  })

  it('takes over how long the cloud asks to wait', () => {
    const wait = (errortext: string) => refusalError({ command: 'c', errorcode: 429, errortext }).afterMs
    expect(wait('limit, please retry after 800 ms.')).toBe(800)
    expect(wait('limit, please retry after [800] ms.')).toBe(800)
    expect(wait('limit')).toBeUndefined()
  })

  it("gives the cloud's own words where it has no better ones", () => {
    const { info } = refusalError({ command: 'resetIt', errorcode: 431, errortext: 'The moon is wrong' })
    expect(info.message).toBe('The cloud refused resetIt: The moon is wrong.')
  })

  it('lets only internal and passing failures be asked again', () => {
    const again = (errorcode: number, errortext = '') =>
      refusalError({ command: 'c', errorcode, errortext }).again
    expect(again(530)).toBe('lost')
    expect(again(534)).toBe('lost')
    expect(again(530, 'should be stopped')).toBeUndefined()
    expect([431, 432, 531, 532, 533].map((code) => again(code))).toEqual(Array(5).fill(undefined))
  })
})
