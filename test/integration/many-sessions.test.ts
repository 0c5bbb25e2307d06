import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heldBytes } from '../helpers/held-bytes.js'
import { until } from '../helpers/processes.js'
import { type SessionLab, sessionLab } from '../helpers/session-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.js'
import { testSigner } from '../helpers/test-signer.js'
import { type TestTerminal, testTerminal } from '../helpers/test-terminal.js'

const COUNT = 50
const MB = 1_000_000
/** No login shell: fifty of them reading their settings at once are slow. */
const plainShell = { command: "stty -echo; exec env PS1='READY$ ' sh", instead: true }
const signer = testSigner()
let dir: string
let sshd: Sshd
/** Even sessions go through the near one, odd ones through the far one. */
let near: TcpProxy
let far: TcpProxy

describe.runIf(sshdInstalled || process.env.CI)('fifty sessions at once', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-many-'))
    // Its own home: what the user's .bashrc does would be done fifty times.
    const config = [`SetEnv "HOME=${dir}"`]
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine], config })
    near = await startTcpProxy(sshd)
    far = await startTcpProxy(sshd)
  })
  afterAll(async () => {
    await Promise.all([near?.stop(), far?.stop()])
    await sshd?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('go on while half of them are cut, are lost when the server restarts, and give everything back', async () => {
    const labs: [SessionLab, SessionLab] = [labThrough(near), labThrough(far)]
    const [first] = await openAll(labs, 1)
    first?.terminal.close()
    await until('the first is gone', () => near.open() === 0)
    const before = { files: openFiles(), bytes: heldBytes() }

    const all = await openAll(labs, COUNT)
    await eachAnswersItself(all, 1000)
    const [kept, cut] = [all.filter(({ n }) => n % 2 === 0), all.filter(({ n }) => n % 2 === 1)]
    far.cut()
    for (const { id } of cut) await isLost(labs[1], id)
    await eachAnswersItself(kept, 2000)

    await sshd.stop()
    for (const { id } of kept) await isLost(labs[0], id)
    await sshd.restart()
    const again = await openAll(labs, 4)
    await eachAnswersItself(again, 3000)

    for (const { terminal } of again) terminal.close()
    await until('every connection is closed', () => near.open() + far.open() === 0)
    await until('the files are given back', () => openFiles() <= before.files)
    all.splice(0)
    kept.splice(0)
    cut.splice(0)
    await until('the memory is given back', () => heldBytes() - before.bytes < 4 * MB)
  })

  it('that flood where nobody reads hold no more than their windows and what a new page is shown', async () => {
    const labs: [SessionLab, SessionLab] = [labThrough(near), labThrough(far)]
    const before = heldBytes()
    const all = await openAll(labs, COUNT, () => testTerminal({ acknowledge: 'when told' }))
    for (const { terminal } of all) terminal.type('yes flood\r')
    await until('each window is full', () => all.every(({ terminal }) => terminal.total() > 200_000), 40_000)
    // Buffers on their way are let go of after a moment.
    await until('no more is held', () => heldBytes() - before < COUNT * 0.8 * MB)
    await Promise.all(labs.map(({ sessions }) => sessions.closeAll()))
    await until('every connection is closed', () => near.open() + far.open() === 0)
  })
})

interface Opened {
  n: number
  id: string
  terminal: TestTerminal
}

function labThrough({ port }: TcpProxy): SessionLab {
  const target = { host: '127.0.0.1', port, user: sshd.user }
  const openSigner = async () => signer.again()
  return sessionLab(target, signer, { openSigner, options: { startUp: plainShell } })
}

/** All at once; resolves when each has its prompt. */
function openAll(
  labs: [SessionLab, SessionLab],
  count: number,
  makeTerminal = testTerminal,
): Promise<Opened[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const { id, terminal, status } = await labs[n % 2 === 0 ? 0 : 1].open(makeTerminal())
      expect(status).toMatchObject({ state: 'open', problem: null })
      await until(`prompt ${n}`, () => terminal.lastBytes().endsWith('READY$ '), 40_000)
      return { n, id, terminal }
    }),
  )
}

async function eachAnswersItself(sessions: Opened[], base: number): Promise<void> {
  for (const { n, terminal } of sessions) terminal.type(`echo answer-$((${base}+${n}))\r`)
  for (const { n, terminal } of sessions) {
    await until(`answer of ${n}`, () => terminal.text().endsWith(`answer-${base + n}\r\nREADY$ `))
    const answers = terminal.text().match(/answer-\d+/g) ?? []
    expect(answers.every((answer) => answer.endsWith(String(n).padStart(3, '0')))).toBe(true)
  }
}

async function isLost(lab: SessionLab, id: string): Promise<void> {
  const { problem } = await lab.statusWhen(id, ({ state }) => state === 'closed')
  expect(problem).toMatchObject({ code: 'ssh-closed', retryable: true })
}

const openFiles = () => readdirSync('/proc/self/fd').length
