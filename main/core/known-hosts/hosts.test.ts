import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  memoryDocumentStore,
  memorySharedFile,
  memoryTextFile,
  testClock,
  testLog,
} from '../../../test/helpers/memory-profile.js'
import type { CloudInstance } from '../clouds/cloud.js'
import type { AccountInventory } from '../inventory/inventory-cache.js'
import { string } from '../keys/ssh-wire.js'
import { createKnownHostsArea } from './area.js'

const blob = (seed: number) => Buffer.concat([string('ssh-ed25519'), string(Buffer.alloc(32, seed))])
const line = (hosts: string, seed = 1, rest = '') =>
  `${hosts} ssh-ed25519 ${blob(seed).toString('base64')}${rest}\n`
const hashed = (name: string) => {
  const salt = Buffer.from(`salt of ${name}`.padEnd(20).slice(0, 20))
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`
}

const cloudInstance = (
  name: string,
  address: string | null,
  more: Partial<CloudInstance> = {},
): CloudInstance => ({
  cloudId: `id-${name}`,
  name,
  state: 'running',
  cloudState: 'Running',
  region: null,
  zone: '',
  image: 'debian',
  os: '',
  addresses: address === null ? [] : [address],
  ssh: address === null ? [] : [{ host: address, port: 22, via: 'public' }],
  keyNames: [],
  userGuesses: ['root'],
  ...more,
})

const byId = (...instances: CloudInstance[]) => new Map(instances.map((one) => [one.cloudId, one]))

function setUp({ own = '', user = '' }: { own?: string; user?: string } = {}, ...instances: CloudInstance[]) {
  const file = memoryTextFile(own)
  const userFile = memorySharedFile(user)
  const store = memoryDocumentStore()
  const account: AccountInventory = { readAt: '', instances: byId(...instances), keys: [], older: {} }
  const open = () =>
    createKnownHostsArea({
      ports: {
        knownHosts: file,
        userKnownHosts: userFile,
        systemKnownHosts: memorySharedFile(),
        outdatedHosts: store,
        clock: testClock(),
        log: testLog(),
      },
      told: async () => new Map([['a', account]]),
      onChange: () => undefined,
    })
  const area = open()
  const { hosts } = area
  const find = async (text: string) => {
    const { ids } = await hosts.find({ text }, {})
    return (await hosts.list(undefined, {})).hosts
      .filter(({ id }) => ids.includes(id))
      .map(({ line }) => line)
  }
  const idsAt = async (...numbers: number[]) =>
    (await hosts.list(undefined, {})).hosts
      .filter(({ source, line }) => source === 'user' && numbers.includes(line))
      .map(({ id }) => ({ id }))
  const told = async (...now: CloudInstance[]) => {
    const before = account.instances
    account.instances = byId(...now)
    area.inventoryChanged({ accountId: 'a', before, after: account.instances })
    await area.settled()
  }
  const offered = async (of = area) =>
    (await of.hosts.outdated(undefined, {})).map(({ source, line, outdated }) => [
      source,
      line,
      outdated[0]?.reason,
    ])
  return { area, open, hosts, file, userFile, find, idsAt, told, offered }
}

describe('the list of both files', () => {
  it('shows every key line with its place, what is special of it, and whose address it is', async () => {
    const user = `# mine\n${line('10.0.0.1,web', 1, ' by hand')}${line('@revoked *', 2)}${line(hashed('h'), 3)}bad line\n`
    const { hosts } = setUp({ own: line('[a]:2222'), user }, cloudInstance('web-1', '10.0.0.1'))
    const list = await hosts.list(undefined, {})
    expect(
      list.hosts.map(({ source, line, hashed, marker, instanceName }) => [
        source,
        line,
        hashed,
        marker,
        instanceName,
      ]),
    ).toEqual([
      ['latchkey', 1, false, null, null],
      ['user', 2, false, null, 'web-1'],
      ['user', 3, false, 'revoked', null],
      ['user', 4, true, null, null],
    ])
    expect(list.files.map(({ unreadableLines }) => unreadableLines)).toEqual([0, 1])
  })

  it('says of one file why it can not be read, and shows the other', async () => {
    const { hosts, userFile } = setUp({ own: line('a') })
    userFile.read = () => Promise.reject(new Error('EACCES'))
    const { hosts: rows, files } = await hosts.list(undefined, {})
    expect(rows).toHaveLength(1)
    expect(files[1]?.problem?.code).toBe('internal')
  })
})

describe('finding a host', () => {
  const user = line(hashed('web.example')) + line(hashed('[web.example]:2222')) + line(hashed('10.0.0.1'))

  it('finds hashed lines by name, by port, and by the name of the instance', async () => {
    const { find } = setUp({ user }, cloudInstance('web-1', '10.0.0.1'))
    expect(await find('WEB.example')).toEqual([1])
    expect(await find('web.example:2222')).toEqual([2])
    expect(await find('[web.example]:2222')).toEqual([2])
    expect(await find('10.0.0.1')).toEqual([3])
    expect(await find('web-1')).toEqual([3])
    expect(await find('nothing')).toEqual([])
  })

  it('tells whom hashed lines name', async () => {
    const { hosts, idsAt } = setUp({ user }, cloudInstance('web-1', '10.0.0.1'))
    const ids = (await idsAt(1, 2, 3)).map(({ id }) => id)
    expect(await hosts.hashed({ ids }, {})).toEqual([{ id: ids[2], name: '10.0.0.1', instanceName: 'web-1' }])
  })
})

describe('removing lines', () => {
  const odd = '\t# r\u00e9mark\r\n\n'
  const user = `${odd}${line('a')}${line('b', 2, '\r')}${line('a')}${line('c').trimEnd()}`

  it('takes exactly the lines that were chosen and leaves every other byte', async () => {
    const { hosts, userFile, idsAt } = setUp({ user })
    const done = await hosts.remove({ entries: await idsAt(3, 6) }, {})
    expect(done).toMatchObject({ removed: 2, backup: userFile.backupPath, problems: [] })
    expect(userFile.text).toBe(`${odd}${line('b', 2, '\r')}${line('a')}`)
    expect(userFile.backup).toBe(user)
    await hosts.undo({ undoId: done.undoId }, {})
    expect(userFile.text).toBe(user)
  })

  it('puts lines back beside what was added meanwhile', async () => {
    const { hosts, userFile, idsAt } = setUp({ user: line('a') + line('b') })
    const { undoId } = await hosts.remove({ entries: await idsAt(1) }, {})
    userFile.text += line('new')
    await hosts.undo({ undoId }, {})
    expect(userFile.text).toBe(line('a') + line('b') + line('new'))
    await expect(hosts.undo({ undoId }, {})).rejects.toMatchObject({ code: 'input-invalid' })
  })

  it('reads a file anew that another program has changed between the look and the write', async () => {
    const { hosts, userFile, idsAt } = setUp({ user: line('a') + line('b') })
    const entries = await idsAt(1)
    const { replace } = userFile
    userFile.replace = (before, next) => {
      if (!userFile.text.includes('late')) userFile.text += line('late')
      return replace(before, next)
    }
    await hosts.remove({ entries }, {})
    expect(userFile.text).toBe(line('b') + line('late'))
    await expect(hosts.remove({ entries }, {})).rejects.toMatchObject({ code: 'input-invalid' })
  })

  it('takes one name out of a line that says more', async () => {
    const { hosts, userFile, idsAt } = setUp({ user: line('web,10.0.0.1,*.example') })
    const [entry] = await idsAt(1)
    await hosts.remove({ entries: [{ id: entry?.id ?? '', names: ['10.0.0.1'] }] }, {})
    expect(userFile.text).toBe(line('web,*.example'))
  })

  it('does one file where the other can not be written', async () => {
    const { hosts, userFile, file } = setUp({ own: line('a'), user: line('a') })
    userFile.replace = () => Promise.reject(new Error('EROFS'))
    const { hosts: rows } = await hosts.list(undefined, {})
    const done = await hosts.remove({ entries: rows.map(({ id }) => ({ id })) }, {})
    expect(done).toMatchObject({ removed: 1, backup: null, problems: [{ code: 'internal' }] })
    expect(await file.read()).toBe('')
    expect(userFile.text).toBe(line('a'))
  })
})

describe('entries that a cloud makes doubtful', () => {
  const both = { own: line('10.0.0.1', 1), user: line('10.0.0.9') + line(hashed('10.0.0.1'), 1) }
  const web = cloudInstance('web-1', '10.0.0.1')

  it('are offered in both files where an instance has lost its address, also in the next run', async () => {
    const { told, offered, open, userFile } = setUp(both, web)
    await told(cloudInstance('web-1', '10.0.0.2'))
    const reason = 'web-1 no longer has the address 10.0.0.1.'
    expect(await offered()).toEqual([
      ['latchkey', 1, reason],
      ['user', 2, reason],
    ])
    expect(await offered(open())).toHaveLength(2)
    expect(userFile.text).toBe(both.user)
  })

  it('say who has the address now, and that an instance is no more or was made anew', async () => {
    const { told, offered } = setUp(both, web)
    await told(cloudInstance('db-1', '10.0.0.1'))
    expect((await offered())[0]?.[2]).toBe('10.0.0.1 was the address of web-1, and is now that of db-1.')
    await told(cloudInstance('db-1', '10.0.0.1', { image: 'ubuntu' }))
    expect((await offered())[0]?.[2]).toBe('db-1 was made anew, and its host keys with it.')
    await told()
    expect((await offered())[0]?.[2]).toBe('db-1, whose address 10.0.0.1 was, is no more.')
  })

  it('are explained where the instance was created after its key was learned, and not where nobody can know', async () => {
    const learned = `${line('10.0.0.1', 1).trim()} latchkey 2026-01-01T00:00:00.000Z\n`
    const at = (createdAt: string) => cloudInstance('web-1', '10.0.0.1', { createdAt })
    const explanation = async (own: string, ...instances: CloudInstance[]) =>
      (await setUp({ own }, ...instances).area.knownHosts.check('10.0.0.1', 22, blob(7))).explanation
    const later = at('2026-01-02T10:30:00.000Z')
    expect(await explanation(learned, later)).toBe(
      "web-1 was created on 2026-01-02 at 10:30 UTC, after the known key was learned: that is another machine's key.",
    )
    expect(await explanation(learned, at('2025-12-31T00:00:00.000Z'))).toBe(null)
    expect(await explanation(learned, web)).toBe(null)
    expect(await explanation(learned + line('10.0.0.1', 2), later)).toBe(null)
    expect(await explanation(learned, later, cloudInstance('twin', '10.0.0.1'))).toBe(null)
  })

  it('are not offered any more when the instance has its address again', async () => {
    const { told, offered } = setUp(both, web)
    await told(cloudInstance('web-1', null))
    expect(await offered()).toHaveLength(2)
    await told(web)
    expect(await offered()).toEqual([])
  })

  it('are none where two instances had the address, where only a pattern names it, or a line forbids it', async () => {
    const { told, offered } = setUp({ user: line('10.0.0.*') + line('@revoked 10.0.0.1') }, web)
    await told()
    expect(await offered()).toEqual([])
    const two = setUp(both, web, cloudInstance('twin', '10.0.0.1'))
    await two.told(cloudInstance('web-1', '10.0.0.2'), cloudInstance('twin', '10.0.0.1'))
    expect(await two.offered()).toEqual([])
  })

  it('are those of an instance that a binding has started, until its server shows a known key', async () => {
    const { area, offered } = setUp(both, web)
    const entry = {
      id: 'j',
      action: 'bind' as const,
      keyId: 'k',
      instanceId: 'a/id-web-1',
      instanceName: 'web-1',
    }
    const reach = (step: 'reset' | 'wait') =>
      area.journalChanged([{ ...entry, startedAt: '', by: 'cloud', step, stoppedByUs: true }])
    reach('reset')
    await area.settled()
    expect(await offered()).toEqual([])
    reach('wait')
    await area.settled()
    expect(await offered()).toHaveLength(2)
    expect(await area.knownHosts.check('10.0.0.1', 22, blob(7))).toMatchObject({
      state: 'changed',
      explanation: 'web-1 was reset and started again, which may have given it new host keys.',
    })
    await area.knownHosts.check('10.0.0.1', 22, blob(1))
    await area.settled()
    expect(await offered()).toEqual([])
  })

  it('are those of an instance that was started from here, and what was told before stays the reason', async () => {
    const { area, told, offered } = setUp(both, web, cloudInstance('db-1', '10.0.0.2'))
    area.instanceStarted('a/id-web-1')
    await area.settled()
    const reason = 'web-1 was started, and some images make new host keys at each start.'
    expect(new Set((await offered()).map((row) => row[2]))).toEqual(new Set([reason]))
    expect(await offered()).toHaveLength(2)
    await area.knownHosts.check('10.0.0.1', 22, blob(1))
    await area.settled()
    expect(await offered()).toEqual([])

    await told(cloudInstance('db-1', '10.0.0.1'))
    area.instanceStarted('a/id-db-1')
    await area.settled()
    expect((await offered())[0]?.[2]).toBe('10.0.0.1 was the address of web-1, and is now that of db-1.')
  })

  it("stay offered in the user's file after the new key was trusted, until they are removed or kept", async () => {
    const { area, told, offered, hosts, userFile } = setUp(both, web)
    await told(cloudInstance('db-1', '10.0.0.1'))
    await area.knownHosts.replace('10.0.0.1', 22, blob(7))
    await area.settled()
    expect(await offered()).toHaveLength(1)
    const [row] = await hosts.outdated(undefined, {})
    const { undoId } = await hosts.remove({ entries: [{ id: row?.id ?? '', names: ['10.0.0.1'] }] }, {})
    expect(userFile.text).toBe(line('10.0.0.9'))
    expect(await offered()).toEqual([])
    await hosts.undo({ undoId }, {})
    expect(userFile.text).toBe(both.user)
  })

  it('are not offered again once the user keeps them', async () => {
    const { told, offered, hosts } = setUp(both, web)
    await told()
    await hosts.keep({ ids: (await hosts.outdated(undefined, {})).map(({ id }) => id) }, {})
    expect(await offered()).toEqual([])
  })
})
