import { describe, expect, it } from 'vitest'
import { codeOf, gatewayRefusal, isOtherRegion, refusalError } from './errors.js'

const refused = (code: string, message = 'Their words.') =>
  refusalError({ service: 'cvm', action: 'ImportKeyPair', code, message, requestId: 'req-1', worked: false })

describe('a refusal', () => {
  it.each([
    ['AuthFailure.SecretIdNotFound', 'cloud-credentials'],
    ['AuthFailure.SignatureFailure', 'cloud-credentials'],
    ['AuthFailure.TokenFailure', 'cloud-credentials'],
    ['AuthFailure.SomethingNew', 'cloud-credentials'],
    ['AuthFailure.SignatureExpire', 'cloud-clock'],
    ['AuthFailure.UnauthorizedOperation', 'cloud-forbidden'],
    ['UnauthorizedOperation', 'cloud-forbidden'],
    ['UnauthorizedOperation.CamNoAuth', 'cloud-forbidden'],
    ['RequestLimitExceeded', 'cloud-throttled'],
    ['RequestLimitExceeded.UinLimitExceeded', 'cloud-throttled'],
    ['InvalidKeyPair.LimitExceeded', 'cloud-quota'],
    ['InvalidKeyPairName.Duplicate', 'cloud-duplicate-name'],
    ['InvalidPublicKey.Duplicate', 'cloud-duplicate-key'],
    ['InvalidPublicKey.Malformed', 'cloud-bad-key'],
    ['InvalidParameterValue.KeyPairNotSupported', 'cloud-key-in-use'],
    ['InvalidKeyPairId.NotFound', 'cloud-not-found'],
    ['ResourceNotFound.KeyPairNotFound', 'cloud-not-found'],
    ['UnsupportedOperation.InstanceStateRunning', 'cloud-instance-not-stopped'],
    ['UnsupportedOperation.InstanceStateStarting', 'cloud-busy'],
    ['UnsupportedOperation.InstanceStateEnterRescueMode', 'cloud-busy'],
    ['UnsupportedOperation.InstanceStateCorrupted', 'cloud-failed'],
    ['MutexOperation.TaskRunning', 'cloud-busy'],
    ['OperationDenied.InstanceOperationInProgress', 'cloud-busy'],
    ['OperationDenied', 'cloud-failed'],
    ['UnsupportedRegion', 'cloud-not-found'],
    ['InternalError', 'cloud-failed'],
    ['NeverHeardOf.It', 'cloud-failed'],
  ])('%s is %s', (code, expected) => {
    const { info } = refused(code)
    expect(info.code).toBe(expected)
    expect(info.message).toMatch(/^[A-Z].*\.$/)
    expect(info.message).not.toMatch(/[{}]/)
    expect(info.detail).toBe(`ImportKeyPair: ${code} Their words. (request req-1)`)
  })

  it('is one for the pacer where a later call may go through', () => {
    expect(refused('RequestLimitExceeded')).toMatchObject({ again: 'refused-for-now', afterMs: 1_000 })
    expect(refused('InternalError')).toMatchObject({ again: 'lost' })
    expect(refused('UnauthorizedOperation').again).toBeUndefined()
  })

  it('names the right that is missing as CAM calls it', () => {
    expect(refused('UnauthorizedOperation').info.advice).toContain('cvm:ImportKeyPair')
  })

  it('that is not foreseen is told in the words of the cloud, of which there may be many or none', () => {
    expect(refused('NeverHeardOf', 'No.').message).toBe('Tencent Cloud refused ImportKeyPair: No.')
    expect(refused('NeverHeardOf', '').message).toBe('Tencent Cloud refused ImportKeyPair: NeverHeardOf.')
    expect(refused('NeverHeardOf', 'x'.repeat(9_999)).message.length).toBeLessThan(400)
  })

  it('keeps the code of the cloud', () => {
    expect(codeOf(refused('NeverHeardOf.It'))).toBe('NeverHeardOf.It')
    expect(codeOf(new Error('x'))).toBe('')
    expect(isOtherRegion(refused('UnsupportedRegion'))).toBe(true)
    expect(isOtherRegion(refused('InvalidInstanceId.NotFound'))).toBe(false)
  })
})

describe('a gateway', () => {
  const answer = (status: number, headers = {}) => ({ status, headers: new Headers(headers), text: '<html>' })

  it('that asks to come again later is obeyed', () => {
    expect(gatewayRefusal(answer(429, { 'retry-after': '7' }), 0)).toMatchObject({
      code: 'cloud-throttled',
      again: 'refused-for-now',
      afterMs: 7_000,
    })
    expect(gatewayRefusal(answer(429), 0)?.afterMs).toBeUndefined()
    expect(gatewayRefusal(answer(503, { 'retry-after': '1' }), 0)?.afterMs).toBe(1_000)
  })

  it('that fails otherwise is none of that', () => {
    expect(gatewayRefusal(answer(503), 0)).toBeNull()
    expect(gatewayRefusal(answer(200, { 'retry-after': '1' }), 0)).toBeNull()
  })
})
