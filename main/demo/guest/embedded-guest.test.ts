import ssh2, { type Client, type ClientChannel } from 'ssh2'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshKeyTexts } from '../../../test/helpers/fresh-key.js'
import { until } from '../../../test/helpers/processes.js'
import { freePort } from '../free-port.js'
import { createEmbeddedGuest } from './embedded-guest.js'
import type { SshGuest } from './guest.js'

const key = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
let guest: SshGuest
let client: Client

beforeEach(async () => {
  guest = createEmbeddedGuest({ name: 'toy-1', port: await freePort(), user: 'debian' })
  await guest.start([key.public])
  client = await login()
})

afterEach(async () => {
  client.destroy()
  await guest.stop()
})

function login(options: { username?: string; privateKey?: string } = {}): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    client.on('ready', () => resolve(client)).on('error', reject)
    client.connect({
      host: '127.0.0.1',
      port: guest.port,
      username: 'debian',
      privateKey: key.private,
      ...options,
    })
  })
}

async function openTerminal() {
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.shell({ rows: 30, cols: 100, term: 'xterm-256color' }, (error, made) =>
      error ? reject(error) : resolve(made),
    )
  })
  let output = ''
  channel.on('data', (bytes: Buffer) => {
    output += bytes
  })
  const prompt = 'debian@toy-1:~$ '
  await until('the prompt', () => output.endsWith(prompt))
  return {
    channel,
    output: () => output,
    /** Types keys and answers what came until the next prompt. */
    async type(keys: string): Promise<string> {
      const from = output.length
      channel.write(keys)
      await until(`a prompt after ${JSON.stringify(keys)}`, () => output.slice(from).endsWith(prompt))
      return output.slice(from, -prompt.length)
    },
  }
}

function exec(command: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error)
      let output = ''
      channel.on('data', (bytes: Buffer) => {
        output += bytes
      })
      channel.stderr.on('data', (bytes: Buffer) => {
        output += bytes
      })
      channel.on('close', (code: number) => resolve({ code, output }))
    })
  })
}

it('refuses another user and another key', async () => {
  await expect(login({ username: 'root' })).rejects.toThrow('authentication methods failed')
  const other = (await freshKeyTexts()).private
  await expect(login({ privateKey: other })).rejects.toThrow('authentication methods failed')
})

it('echoes, edits and runs a line', async () => {
  const terminal = await openTerminal()
  expect(await terminal.type('whoami\r')).toBe('whoami\r\ndebian\r\n')
  expect(await terminal.type('echo "<$(whoami) on $HOSTNAME>"\n')).toContain('<debian on toy-1>\r\n')
  expect(await terminal.type('echo onw\x7fe\x1b[D\x1b[D!\r')).toMatch(/\r\no!ne\r\n$/)
  expect(await terminal.type('\x1b[A\r')).toMatch(/\r\no!ne\r\n$/)
  expect(await terminal.type('nonsense\r')).toContain('toysh: nonsense: command not found')
})

it('tells the size of the terminal as it is now', async () => {
  const terminal = await openTerminal()
  expect(await terminal.type('stty size\r')).toContain('30 100')
  terminal.channel.setWindow(50, 132, 0, 0)
  expect(await terminal.type('stty size\r')).toContain('50 132')
})

it('stops a flood at Ctrl-C', async () => {
  const terminal = await openTerminal()
  terminal.channel.write('flood\r')
  await until('the flood runs', () => terminal.output().includes('500\x1b[0m The quick brown fox'))
  expect(await terminal.type('\x03')).toContain('^C')
})

it('leads nowhere: no forwards, no files, no agent', async () => {
  const forward = new Promise((_resolve, reject) =>
    client.forwardOut('127.0.0.1', 1, '127.0.0.1', guest.port, (error) => reject(error)),
  )
  await expect(forward).rejects.toThrow('Channel open failure')
  const listening = new Promise((_resolve, reject) =>
    client.forwardIn('127.0.0.1', 0, (error) => reject(error)),
  )
  await expect(listening).rejects.toThrow('Unable to bind')
  const files = new Promise((_resolve, reject) => client.sftp((error) => reject(error)))
  await expect(files).rejects.toThrow()
})

it('ends at Ctrl-D and with the code of exit', async () => {
  const terminal = await openTerminal()
  const ended = new Promise((resolve) => terminal.channel.on('exit', resolve))
  terminal.channel.write('false\r\x04')
  expect(await ended).toBe(1)
  expect(await exec('exit 7')).toMatchObject({ code: 7 })
})

it('runs one command without a terminal', async () => {
  expect(await exec('true')).toEqual({ code: 0, output: '' })
  expect(await exec('cat ~/.ssh/authorized_keys')).toEqual({ code: 0, output: `${key.public}\n` })
  expect(await exec('false && echo never; seq 3')).toEqual({ code: 0, output: '1\n2\n3\n' })
  expect(await exec('cat nothing')).toEqual({ code: 1, output: 'cat: nothing: No such file or directory\n' })
  expect((await exec('seq 200000')).output).toHaveLength(1_288_895)
})
