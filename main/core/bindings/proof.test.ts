import { describe, expect, it } from 'vitest'
import { bind, bindingsLab, remembered, stepStates } from '../../../test/helpers/bindings-lab.js'
import { LatchkeyError } from '../lib/error.js'

const refused = (user: string) =>
  new LatchkeyError('ssh-auth-refused', `The server refused the key for ${user}.`)
const unreachable = new LatchkeyError('ssh-unreachable', 'Nothing accepts connections there.', {
  advice: 'Look.',
})

describe('a login that does not succeed', () => {
  it('refused: names the users and the known reason, and what was bound before stays bound', async () => {
    const lab = await bindingsLab({}, refused)
    const before = {
      instanceId: 'acc/vm-1',
      keyId: 'earlier',
      user: 'debian',
      boundAt: '2026-01-01T00:00:00.000Z',
      proofs: [],
    }
    await lab.profile.update((profile) => ({ ...profile, bindings: [before] }))
    const job = await bind(lab)
    expect(job.result).toMatchObject({
      outcome: 'not-proven',
      message: 'web-1 refused deploy for debian and root.',
      advice: 'web-1 did not take the key. Start it again.',
      problem: { code: 'ssh-auth-refused' },
      instanceLeft: 'running',
    })
    expect(stepStates(job).slice(-2)).toEqual(['wait done', 'prove failed'])
    expect(lab.profile.read().bindings).toEqual([before])
  })

  it('refused, and then the server hangs up: it is still refused, and what was bound before stays', async () => {
    let tries = 0
    const closed = new LatchkeyError('ssh-closed', 'The server ended the connection.')
    const lab = await bindingsLab({}, (user) => (++tries === 1 ? refused(user) : closed))
    expect((await bind(lab)).result).toMatchObject({
      outcome: 'not-proven',
      problem: { code: 'ssh-auth-refused' },
    })
    expect(remembered(lab)).toEqual([])
  })

  it('refused for everybody: few guesses are tried, so that the server does not shut us out', async () => {
    const userGuesses = ['root', 'ubuntu', 'debian', 'cloud-user', 'rocky', 'almalinux', 'centos', 'admin']
    const lab = await bindingsLab({ userGuesses }, refused)
    const job = await bind(lab)
    expect(job.result?.message).toBe('web-1 refused deploy for root, ubuntu and debian.')
    expect(lab.doors).toEqual(['root', 'root', 'ubuntu', 'debian', 'root'])
  })

  it('without an address: the key is bound, and no login is tried', async () => {
    const lab = await bindingsLab({ ssh: [] })
    const job = await bind(lab)
    expect(job.result?.message).toContain('no address')
    expect(stepStates(job).slice(-2)).toEqual(['wait skipped', 'prove skipped'])
    expect(remembered(lab)).toEqual([{ keyId: lab.key.id, user: 'debian', proofs: 0 }])
  })

  it('nothing answers: says where and how long it waited, and the key is bound', async () => {
    const lab = await bindingsLab()
    await lab.silence()
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'not-proven', instanceLeft: 'running' })
    expect(job.result?.message).toMatch(/nothing answered SSH at 127\.0\.0\.1 port \d+ within 3 minutes/)
    expect(job.result?.advice).toContain('firewall')
    expect(lab.clock.now() - Date.UTC(2026, 0, 1)).toBeGreaterThanOrEqual(180_000)
    expect(remembered(lab)).toMatchObject([{ keyId: lab.key.id }])
  })

  it('the user does not trust the host key: says so, asks once only, and the key is bound', async () => {
    const no = new LatchkeyError('ssh-host-key-refused', 'The host key was not trusted.', {
      advice: 'Compare it.',
    })
    const lab = await bindingsLab({}, () => no)
    const job = await bind(lab)
    expect(job.result).toMatchObject({
      outcome: 'not-proven',
      advice: 'Compare it.',
      problem: { code: 'ssh-host-key-refused' },
    })
    expect(job.result?.message).toContain('The host key was not trusted.')
    expect(lab.doors).toHaveLength(1)
    expect(remembered(lab)).toMatchObject([{ keyId: lab.key.id }])
  })

  it('the connection breaks: tries again, then the key is bound unproven', async () => {
    const lab = await bindingsLab({}, () => unreachable)
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'not-proven', problem: { code: 'ssh-unreachable' } })
    expect(lab.doors).toHaveLength(3)
    expect(remembered(lab)).toMatchObject([{ keyId: lab.key.id, proofs: 0 }])
  })
})
