import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { ConnectionOptions } from '../../contract/connection.js'
import { type Sshd, type SshdOptions, startSshd } from './sshd.js'
import { type TestSigner, testSigner } from './test-signer.js'
import { idOf, type LabMachine, waysLab } from './ways-lab.js'

export interface Machine extends LabMachine {
  sshd: Sshd
  signer: TestSigner
}

/** Machines with an sshd each for the tests of a file, which all end with the test that has made them. */
export function jumpLab() {
  let dir = ''
  const toStop: { stop(): Promise<void> }[] = []
  const toClose: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-jumps-'))
  })
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((lab) => lab.close()))
    await Promise.all(toStop.splice(0).map((one) => one.stop()))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  return {
    /** A machine with an sshd, a host key and a user key of its own. */
    async machine(
      name: string,
      options: Partial<ConnectionOptions> = {},
      sshd: Partial<SshdOptions> = {},
    ): Promise<Machine> {
      const signer = testSigner('ed25519', `key-of-${name}`)
      const started = await startSshd({
        dir: await mkdtemp(join(dir, `${name}-`)),
        authorizedKeys: [signer.publicLine],
        ...sshd,
      })
      toStop.push(started)
      const { host, port, user } = started
      return { name, host, port, user, signer, options, sshd: started }
    },
    lab(...args: Parameters<typeof waysLab>) {
      const made = waysLab(...args)
      toClose.push(made)
      return made
    },
    /** Ends with the test. */
    ends<T extends { stop(): Promise<void> }>(one: T): T {
      toStop.push(one)
      return one
    },
  }
}

export const through = (...names: string[]): Partial<ConnectionOptions> => ({
  route: { via: 'jumps', jumps: names.map(idOf) },
})
