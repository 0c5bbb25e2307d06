import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeWindowFrame } from '../../contract/terminal-stream.js'
import { until } from '../helpers/processes.js'
import { sessionLab } from '../helpers/session-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'
import { type TestTerminal, testTerminal } from '../helpers/test-terminal.js'

const LINES = 400_000
const signer = testSigner()
let dir: string
let sshd: Sshd

describe.runIf(sshdInstalled || process.env.CI)('a session whose terminal moves', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-moved-'))
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
  })
  afterAll(async () => {
    await sshd?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('loses no byte under a flood, through windows that come, take over and break', async () => {
    const text = Array.from({ length: LINES }, (_, n) => `line ${n}\n`).join('')
    await writeFile(join(dir, 'flood'), text)
    const lab = sessionLab(sshd, signer.again())
    const hash = createHash('sha256')
    // What a window has shown. A window that is left behind may be sent more: it doesn't show it.
    let shown = 0
    let hashing = false
    let showing: TestTerminal | null = null
    const terminalWindow = () => {
      const terminal: TestTerminal = testTerminal({
        acknowledge: 'when told',
        onOutput(bytes) {
          if (showing !== terminal) return
          shown += bytes.length
          if (hashing) hash.update(bytes)
        },
      })
      showing = terminal
      return terminal
    }
    let current = terminalWindow()
    const { id } = await lab.open(current)
    const acks = setInterval(() => current.acknowledge(50_000), 1)
    current.type(`stty raw -echo; exec sh -c "printf GO; read -r go; cat '${join(dir, 'flood')}'"\r`)
    await until('the shell is ready', () => current.lastBytes().endsWith('GO'))
    hashing = true
    const before = shown
    current.type('\n')

    for (let move = 1; move <= 6; move++) {
      const goal = before + (text.length * move) / 8
      await until(`part ${move} is there`, () => shown >= goal, 30_000)
      if (move % 2 === 0) current.lose()
      const at = shown
      current = terminalWindow()
      lab.sessions.attach(id, current)
      current.raw(encodeWindowFrame({ type: 'resume', position: at }))
    }
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    clearInterval(acks)
    expect(closed).toMatchObject({ exit: 0, problem: null })
    expect(shown - before).toBe(text.length)
    expect(hash.digest('hex')).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('ends with the window that has it, and not with the one that had it', async () => {
    const lab = sessionLab(sshd, signer.again())
    const { id, terminal } = await lab.open()
    await until('the prompt is there', () => terminal.total() > 0)
    const other = testTerminal()
    lab.sessions.attach(id, other)
    other.raw(encodeWindowFrame({ type: 'resume', position: terminal.total() }))
    expect(terminal.closed()).toBe(true)
    other.type('echo "moved $((40+2))"\r')
    await until('it answers', () => other.text().includes('moved 42'))
    expect(terminal.text()).not.toContain('moved 42')
    other.close()
    expect(await lab.statusWhen(id, ({ state }) => state === 'closed')).toMatchObject({ problem: null })
  })
})
