import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionOptions } from '../../contract/connection.js'
import type { Answer, Question } from '../../contract/questions.js'
import { inEnglish } from '../../contract/words/said.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { runOk } from '../helpers/processes.js'
import { sessionLab } from '../helpers/session-lab.js'
import { startAgent } from '../helpers/ssh-agent.js'
import { addUser, canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { type Sshd, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

const PASSWORD = 'correct horse ~ stable'

let dir: string
const servers: Sshd[] = []
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-ways-'))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await rm(dir, { recursive: true, force: true })
})

async function server(config: string[], authorizedKeys: string[] = []): Promise<Sshd> {
  const started = await startSshd({ dir: await mkdtemp(join(dir, 'sshd-')), authorizedKeys, config })
  servers.push(started)
  return started
}

const ways = (chosen: Partial<ConnectionOptions['ways']>): Partial<ConnectionOptions> => ({
  ways: { agent: false, prompts: false, password: false, ...chosen },
})

/** A person who trusts host keys, types these texts, one list for each question, and then gives up. */
function typing(...texts: string[][]) {
  const left = [...texts]
  return latchkeySsh((question): Answer => {
    if (question.kind !== 'login') return { kind: 'trust' }
    const next = left.shift()
    return next === undefined ? { kind: 'no' } : { kind: 'login', texts: next }
  })
}

const loginQuestions = (asked: Question[]) =>
  asked.filter((question): question is Extract<Question, { kind: 'login' }> => question.kind === 'login')

describe.runIf(canAddUsers || process.env.CI)('a user with a password on a real sshd', () => {
  let user: TestUser
  beforeAll(async () => {
    user = await addUser({ password: PASSWORD })
  })
  afterAll(() => user.remove())

  const passwords = ['PasswordAuthentication yes']
  const pam = ['UsePAM yes', 'KbdInteractiveAuthentication yes']
  const unbound = { boundKeyId: null }

  it('is let in by the password that was asked for, without any key, and nothing keeps it', async () => {
    const target = { ...(await server(passwords)), user: user.name }
    const ssh = typing([PASSWORD])
    const lab = sessionLab(target, testSigner(), {
      ssh,
      instance: unbound,
      options: ways({ password: true }),
    })
    const { status, terminal } = await lab.open()
    expect(status).toMatchObject({ state: 'open', ways: ['password'], keyId: null, authenticatedWith: null })
    expect(loginQuestions(ssh.asked)).toMatchObject([
      { method: 'password', target: `${user.name}@127.0.0.1:${target.port}`, again: false },
    ])
    await lab.sessions.closeAll()
    const kept = [lab.profile.read(), lab.log.lines, ssh.log.lines, ssh.asked, status, terminal.text()]
    expect(JSON.stringify(kept)).not.toContain(PASSWORD)
  })

  it('is asked again after a wrong one, and then told so', async () => {
    const target = { ...(await server(passwords)), user: user.name }
    const ssh = typing(['wrong'], [PASSWORD])
    const { status } = await sessionLab(target, testSigner(), {
      ssh,
      options: ways({ password: true }),
    }).open()
    expect(status).toMatchObject({ state: 'open', ways: ['password'] })
    expect(loginQuestions(ssh.asked).map(({ again }) => again)).toEqual([false, true])
    const never = typing(['a'], ['b'], ['c'], ['d'])
    const refused = await sessionLab(target, testSigner(), {
      ssh: never,
      options: ways({ password: true }),
    }).open()
    expect(refused.status).toMatchObject({
      failedAt: 'authenticate',
      problem: { code: 'ssh-password-refused', message: expect.stringContaining('the key and the password') },
    })
    expect(loginQuestions(never.asked)).toHaveLength(3)
  })

  it('who gives no password ends the login', async () => {
    const target = { ...(await server(passwords)), user: user.name }
    const { status } = await sessionLab(target, testSigner(), {
      ssh: typing(),
      options: ways({ password: true }),
    }).open()
    expect(status.problem).toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('nothing was typed'),
    })
  })

  it('is offered the password where the server takes one and only the key was chosen', async () => {
    const target = { ...(await server(passwords)), user: user.name }
    const { status } = await sessionLab(target, testSigner()).open()
    expect(status.problem).toMatchObject({
      code: 'ssh-auth-refused',
      remedies: [
        { kind: 'choose-way', way: 'password' },
        { kind: 'choose-way', way: 'agent' },
      ],
    })
  })

  it('types a key and a password where the server wants both', async () => {
    const signer = testSigner()
    await user.keep(`${signer.publicLine}\n`)
    const config = [
      ...passwords,
      'AuthenticationMethods publickey,password',
      'AuthorizedKeysFile .ssh/authorized_keys',
    ]
    const target = { ...(await server(config)), user: user.name }
    const half = await sessionLab(target, signer).open()
    expect(half.status.problem).toMatchObject({
      message: expect.stringMatching(/^The key was accepted, but .* also wants a password\.$/),
      remedies: [{ kind: 'choose-way', way: 'password' }],
    })
    const whole = await sessionLab(target, signer.again(), {
      ssh: typing([PASSWORD]),
      options: ways({ password: true }),
    }).open()
    expect(whole.status).toMatchObject({
      state: 'open',
      ways: ['key', 'password'],
      authenticatedWith: signer.fingerprint,
    })
  })

  it('answers the questions of PAM', async () => {
    const target = { ...(await server(pam)), user: user.name }
    const ssh = typing([PASSWORD])
    const { status } = await sessionLab(target, testSigner(), {
      ssh,
      instance: unbound,
      options: ways({ prompts: true }),
    }).open()
    expect(status).toMatchObject({ state: 'open', ways: ['prompts'] })
    expect(loginQuestions(ssh.asked)).toMatchObject([
      { method: 'prompts', prompts: [{ text: 'Password:', echo: false }] },
    ])
  })

  it('reads what PAM says where the key is taken and the account has expired', async () => {
    const signer = testSigner()
    await user.keep(`${signer.publicLine}\n`)
    const config = ['UsePAM yes', `AuthorizedKeysFile ${user.file}`]
    const target = { ...(await server(config)), user: user.name }
    await runOk('chage', ['-E', '0', user.name])
    const { status } = await sessionLab(target, signer).open()
    await runOk('chage', ['-E', '-1', user.name])
    expect(status).toMatchObject({
      failedAt: 'authenticate',
      problem: {
        code: 'ssh-closed',
        message: expect.stringContaining('took the key, and then ended the connection'),
        advice: expect.stringMatching(/^It says: Your account has expired; .* may have expired/),
      },
    })
  })

  it('changes a password that is over, question by question, as PAM wants', async () => {
    await runOk('chage', ['-d', '0', user.name])
    const target = { ...(await server(pam)), user: user.name }
    const fresh = 'Another-Stable-91x'
    const ssh = typing([PASSWORD], [PASSWORD], [fresh], [fresh])
    const { status } = await sessionLab(target, testSigner(), {
      ssh,
      instance: unbound,
      options: ways({ prompts: true }),
    }).open()
    const texts = loginQuestions(ssh.asked).flatMap(({ prompts }) => prompts.map(({ text }) => text))
    expect(texts[1]).toContain('required to change your password')
    const asked = texts.map((text) => inEnglish(text).split('\n').at(-1))
    expect(asked).toEqual(['Password:', 'Current password:', 'New password:', 'Retype new password:'])
    expect(status.state).toBe('open')
  })
})

describe('the user’s own agent', () => {
  it('lets in after the bound key, and says which of its keys it was', async () => {
    const agent = await startAgent(dir, 2)
    const [, second = ''] = await agent.publicLines()
    const target = await server([], [second])
    const { status } = await sessionLab(target, testSigner(), {
      sshAgent: agent.socket,
      options: ways({ agent: true }),
    }).open()
    await agent.stop()
    expect(status).toMatchObject({ state: 'open', ways: ['agent'] })
    expect(status.authenticatedWith).toMatch(/^SHA256:/)
  })
})
