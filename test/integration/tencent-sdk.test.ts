import { Agent } from 'node:http'
import { cvm } from 'tencentcloud-sdk-nodejs-cvm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import { freshKey } from '../helpers/fresh-key.js'
import { startTencentSimulator, type TencentSimulator } from '../simulators/tencent/simulator.js'

/* The vendor's SDK knows nothing of our simulator: what it signs, sends and reads is Tencent Cloud's wire. */

let cloud: TencentSimulator
beforeEach(async () => {
  cloud = await startTencentSimulator()
})
afterEach(() => cloud.stop())

const publicKey = publicKeyLine(blobFromKey(freshKey('rsa1024')), 'ada@laptop')
const otherKey = publicKeyLine(blobFromKey(freshKey('rsa1024')), 'ada@laptop')

/** The SDK takes the service's name from the host's, so it is given a host of that name and led to the simulator. */
function connect(secretKey = cloud.secretKey) {
  const { hostname, port } = new URL(cloud.endpoint)
  const agent = new Agent({
    lookup: (_name, { all }, done) =>
      all ? done(null, [{ address: hostname, family: 4 }]) : done(null, hostname, 4),
  })
  const { secretId } = cloud
  const endpoint = `cvm.tencentcloudapi.test:${port}`
  return new cvm.v20170312.Client({
    credential: { secretId, secretKey },
    region: 'ap-guangzhou',
    profile: { httpProfile: { protocol: 'http://', endpoint, agent } },
  })
}

const imported = (client: ReturnType<typeof connect>, KeyName: string, PublicKey = publicKey) =>
  client.ImportKeyPair({ KeyName, ProjectId: 0, PublicKey })

async function until(client: ReturnType<typeof connect>, id: string, state: string, request?: string) {
  await expect
    .poll(
      async () => {
        const [instance] = (await client.DescribeInstances({ InstanceIds: [id] })).InstanceSet ?? []
        return [instance?.InstanceState, instance?.LatestOperationState, instance?.LatestOperationRequestId]
      },
      { interval: 150 },
    )
    .toEqual([state, 'SUCCESS', request ?? expect.any(String)])
}

describe("the vendor's SDK", () => {
  it('imports, describes, lists and deletes a key pair', async () => {
    const client = connect()
    const { KeyId = '' } = await imported(client, 'deploy')
    await client.ModifyKeyPairAttribute({ KeyId, Description: 'für die Server' })
    expect(await client.DescribeKeyPairs({ KeyIds: [KeyId] })).toMatchObject({
      TotalCount: 1,
      KeyPairSet: [
        {
          KeyName: 'deploy',
          Description: 'für die Server',
          PublicKey: `${publicKey.split(' ').slice(0, 2).join(' ')} ${KeyId}`,
        },
      ],
    })
    await client.DeleteKeyPairs({ KeyIds: [KeyId] })
    expect(await client.DescribeKeyPairs({})).toMatchObject({ TotalCount: 0, KeyPairSet: [] })
  })

  it('gets a private half once', async () => {
    const client = connect()
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'made_there', ProjectId: 0 })
    expect(KeyPair?.PrivateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
    const { KeyPairSet = [] } = await client.DescribeKeyPairs({})
    expect(KeyPairSet[0]).not.toHaveProperty('PrivateKey')
  })

  it('stops, binds, starts and unbinds', async () => {
    const client = connect()
    const { KeyId: first = '' } = await imported(client, 'first')
    const { KeyId: second = '' } = await imported(client, 'second', otherKey)
    const { id } = cloud.addInstance('web-1', { keyIds: [first] })
    const stopped = await client.StopInstances({ InstanceIds: [id], StopType: 'SOFT' })
    await until(client, id, 'STOPPED', stopped.RequestId)
    await client.AssociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [second] })
    await until(client, id, 'STOPPED')
    expect(cloud.state.instances[0]).toMatchObject({ keyIds: [second], passwordLogin: false })
    await client.DisassociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [second] })
    await until(client, id, 'STOPPED')
    await client.StartInstances({ InstanceIds: [id] })
    await until(client, id, 'RUNNING')
    const [instance] = (await client.DescribeInstances({})).InstanceSet ?? []
    expect(instance?.LoginSettings?.KeyIds).toBeNull()
  })

  it('binds a running instance by force, which starts again by itself', async () => {
    const client = connect()
    const { KeyId = '' } = await imported(client, 'deploy')
    const { id } = cloud.addInstance('web-1')
    await client.AssociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [KeyId], ForceStop: true })
    await until(client, id, 'RUNNING')
    expect(cloud.state.instances[0]?.keyIds).toEqual([KeyId])
  })

  it.each([
    ['a wrong secret key', 'AuthFailure.SignatureFailure', () => connect('wrong').DescribeKeyPairs({})],
    ['a name with a hyphen', 'InvalidKeyPairNameIncludeIllegalChar', () => imported(connect(), 'a-b')],
    ['a name of 26 letters', 'InvalidKeyPairNameTooLong', () => imported(connect(), 'x'.repeat(26))],
    ['no RSA key', 'InvalidPublicKey.Malformed', () => imported(connect(), 'ed', 'ssh-ed25519 AAAA')],
    ['too large a page', 'InvalidParameterValue.Limit', () => connect().DescribeKeyPairs({ Limit: 101 })],
    [
      'a key that is not there',
      'InvalidKeyPairId.NotFound',
      () => connect().DeleteKeyPairs({ KeyIds: ['skey-00000000'] }),
    ],
  ])('is refused for %s with the code of the documentation', async (_, code, call) => {
    await expect(call()).rejects.toMatchObject({ code, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  })

  it('is refused a key that is taken, in use, or was in use a moment ago', async () => {
    const client = connect()
    const { KeyId = '' } = await imported(client, 'deploy')
    await expect(imported(client, 'deploy', otherKey)).rejects.toMatchObject({
      code: 'InvalidKeyPairName.Duplicate',
    })
    await expect(imported(client, 'other')).rejects.toMatchObject({ code: 'InvalidPublicKey.Duplicate' })
    const { id } = cloud.addInstance('web-1', { keyIds: [KeyId], state: 'STOPPED' })
    const inUse = { code: 'InvalidParameterValue.KeyPairNotSupported' }
    await expect(client.DeleteKeyPairs({ KeyIds: [KeyId] })).rejects.toMatchObject(inUse)
    await client.DisassociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [KeyId] })
    await until(client, id, 'STOPPED')
    await expect(client.DeleteKeyPairs({ KeyIds: [KeyId] })).rejects.toMatchObject(inUse)
    await expect
      .poll(() => client.DeleteKeyPairs({ KeyIds: [KeyId] }).catch(() => null), {
        interval: 250,
        timeout: 10_000,
      })
      .not.toBeNull()
  })

  it('is refused an instance that runs, is busy, or runs Windows; and then all of the call', async () => {
    cloud.state.settings.operationMs = 300
    const client = connect()
    const { KeyId = '' } = await imported(client, 'deploy')
    const running = cloud.addInstance('running').id
    const stopped = cloud.addInstance('stopped', { state: 'STOPPED' }).id
    const windows = cloud.addInstance('windows', { state: 'STOPPED', osName: 'Windows Server 2022' }).id
    const bind = (...InstanceIds: string[]) =>
      client.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: [KeyId] })
    await expect(bind(stopped, running)).rejects.toMatchObject({
      code: 'UnsupportedOperation.InstanceStateRunning',
    })
    await expect(bind(stopped, windows)).rejects.toMatchObject({
      code: 'UnsupportedOperation.InstanceOsWindows',
    })
    expect(cloud.state.instances.every(({ keyIds }) => keyIds.length === 0)).toBe(true)
    await bind(stopped)
    await expect(bind(stopped)).rejects.toMatchObject({
      code: 'OperationDenied.InstanceOperationInProgress',
    })
  })

  it('is refused calls above the limit of a second', async () => {
    cloud.state.settings.callsPerSecond = 2
    const client = connect()
    const calls = Array.from({ length: 12 }, () => client.DescribeKeyPairs({}).catch(({ code }) => code))
    const answers = await Promise.all(calls)
    expect(answers.filter((answer) => answer === 'RequestLimitExceeded').length).toBeGreaterThan(0)
    expect(answers).toContainEqual(expect.objectContaining({ TotalCount: 0 }))
  })
})
