import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bundleFindings } from './bundle-rules.js'
import { BUDGET, contentFindings, machineOf } from './content-rules.js'
import type { Finding } from './finding.js'
import type { Lock } from './lock.js'
import { nativePackages, requireIntegrity } from './native-modules.js'
import type { PackedApp, PackedFile } from './packed.js'
import { differences } from './same.js'
import type { Target } from './targets.js'

/* Each kind of finding of `npm run pack:check` can be made: a rule that nothing breaks proves nothing. */

const linux: Target = { os: 'linux', cpu: 'x64' }
const NATIVE = 'node_modules/adder-linux-x64/adder.node'
const lock: Lock = {
  '': { version: '0', dependencies: { adder: '1' } },
  'node_modules/adder': { version: '1.0.0', license: 'MIT' },
  'node_modules/adder-linux-x64': { version: '1.0.0', os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
  'node_modules/adder-linux-x64-musl': { version: '1.0.0', os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  'node_modules/adder-darwin-x64': { version: '1.0.0', os: ['darwin'], cpu: ['x64'] },
  'node_modules/adder-darwin-arm64': { version: '1.0.0', os: ['darwin'], cpu: ['arm64'] },
  'node_modules/tool-linux-x64': { version: '1.0.0', os: ['linux'], cpu: ['x64'], dev: true },
}

function elf(machine: number): Buffer {
  const file = Buffer.alloc(64)
  file.writeUInt32BE(0x7f454c46)
  file.writeUInt16LE(machine, 18)
  return file
}

function machO(cpu: number): Buffer {
  const file = Buffer.alloc(64)
  file.writeUInt32BE(0xcffaedfe)
  file.writeUInt32LE(cpu, 4)
  return file
}

function appOf(files: Record<string, PackedFile | string>, target = linux): PackedApp {
  const entries = Object.entries(files).map(([name, file]): [string, PackedFile] => [
    name,
    typeof file === 'string' ? { body: Buffer.from(file), unpacked: false } : file,
  ])
  return { target, directory: '', resources: '', files: new Map(entries), headerHash: '' }
}

const rulesOf = (findings: Finding[]) => findings.map(({ rule }) => rule)
const native = { body: elf(62), unpacked: true }

describe('the archive', () => {
  it('may hold the build, packages and their native modules', () => {
    const app = appOf({ 'out/main/electron.js': '', 'package.json': '{}', LICENSE: '', [NATIVE]: native })
    expect(contentFindings(app, lock)).toEqual([])
  })

  it.each([
    'node_modules/a/index.js.map',
    'node_modules/a/index.d.ts',
    'node_modules/a/src/hash.c',
    'node_modules/a/test/all.js',
    'node_modules/a/index.spec.js',
    'node_modules/a/README.md',
    'node_modules/a/examples/one.js',
    'node_modules/a/tsconfig.json',
    'out/main/web.js',
    'out/bundled-packages/main.json',
    'test/e2e/keys.js',
    '.env',
  ])('does not hold %s', (name) => {
    expect(rulesOf(contentFindings(appOf({ [name]: '', [NATIVE]: native }), lock))).toEqual(['unwanted file'])
  })

  it('is no larger than its budget', () => {
    const large = { body: Buffer.alloc(BUDGET), unpacked: false }
    expect(rulesOf(contentFindings(appOf({ 'out/main/a.js': large, [NATIVE]: native }), lock))).toEqual([
      'size',
    ])
  })

  it.each([
    ['missing', {}, 'adder-linux-x64 is missing'],
    ['for another processor', { [NATIVE]: { body: elf(183), unpacked: true } }, 'is for linux-arm64'],
    ['for another system', { [NATIVE]: { body: machO(0x01000007), unpacked: true } }, 'is for darwin-x64'],
    ['inside the archive', { [NATIVE]: { body: elf(62), unpacked: false } }, 'from inside the archive'],
  ])('has no native module that is %s', (_name, files, what) => {
    const [finding, ...others] = contentFindings(appOf(files), lock)
    expect(finding?.what).toContain(what)
    expect(others).toEqual([])
  })

  it('has both halves of a native module on macOS', () => {
    const x64 = { 'node_modules/adder-darwin-x64/a.node': { body: machO(0x01000007), unpacked: true } }
    const arm = { 'node_modules/adder-darwin-arm64/a.node': { body: machO(0x0100000c), unpacked: true } }
    const mac: Target = { os: 'darwin', cpu: 'arm64' }
    expect(contentFindings(appOf({ ...x64, ...arm }, mac), lock)).toEqual([])
    expect(contentFindings(appOf(arm, mac), lock)).toMatchObject([{ rule: 'native module' }])
  })

  it('is the same when it is packed again', () => {
    const one = appOf({ a: '1', b: '2' })
    expect(differences(one, appOf({ a: '1', b: '2' }))).toEqual([])
    expect(differences(one, appOf({ a: '1', b: '3' }))).toMatchObject([{ what: 'b differs.' }])
    expect(differences(one, appOf({ a: '1' }))).toHaveLength(1)
    expect(differences(one, { ...one, headerHash: 'other' })[0]?.what).toContain('order')
  })
})

describe('native modules', () => {
  it('are those of the target, not of musl and not of tools', () => {
    expect(nativePackages(lock, linux)).toEqual(['node_modules/adder-linux-x64'])
  })

  it('are told by their headers', () => {
    const program = Buffer.alloc(128)
    program.write('MZ')
    program.writeUInt32LE(64, 0x3c)
    program.writeUInt16LE(0xaa64, 68)
    expect([elf(62), elf(183), machO(0x0100000c), program, Buffer.alloc(64)].map(machineOf)).toEqual([
      'linux-x64',
      'linux-arm64',
      'darwin-arm64',
      'win32-arm64',
      'no machine',
    ])
  })

  it('are refused where their hash is not the one of the lock', () => {
    const tarball = Buffer.from('tarball')
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    expect(() => requireIntegrity(tarball, integrity, 'adder@1.0.0')).not.toThrow()
    for (const wrong of ['', 'sha512-AAAA', integrity.replace('sha512', 'md5')])
      expect(() => requireIntegrity(tarball, wrong, 'adder@1.0.0'), wrong).toThrow('another')
  })
})

describe('the bundles', () => {
  const preload = 'const { ipcRenderer } = require("electron")\n'
  const of = (files: Record<string, string>) =>
    new Map(
      Object.entries({ 'out/preload/preload.cjs': preload, ...files }).map(([name, text]) => [
        name,
        Buffer.from(text),
      ]),
    )
  const found = (files: Record<string, string>) => rulesOf(bundleFindings(of(files), '/home/ada/latchkey'))

  it('may be what they are', () => {
    const page = '<script type="module" src="./assets/a.js"></script><link href="./icon.svg">'
    expect(
      found({ 'out/renderer/index.html': page, 'out/main/electron.js': '"http://www.w3.org/2000/svg"' }),
    ).toEqual([])
  })

  it.each([
    ['of 10 kB', `${preload}// ${'x'.repeat(10_000)}`],
    ['with imports', 'import { ipcRenderer } from "electron"'],
    ['that requires more', `${preload}require("node:fs")`],
    ['without sense', 'const ='],
  ])('have no preload script %s', (_name, code) => {
    expect(found({ 'out/preload/preload.cjs': code })).toEqual(['preload'])
  })

  it('have a preload script', () => {
    expect(rulesOf(bundleFindings(new Map(), '/home'))).toEqual(['preload'])
  })

  it.each([
    ['dev code', 'if (import.meta.hot) import.meta.hot.accept()'],
    ['dev code', '//# sourceMappingURL=a.js.map'],
    ['dev code', 'import { it } from "vitest"'],
    ['dev code', 'debugger;'],
    ['secret', `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNz'.repeat(12)}`],
    ['secret', `"AGE-SECRET-KEY-1${'Q'.repeat(58)}"`],
    ['secret', `"AKIA${'A'.repeat(16)}"`],
    ['secret', `"ghp_${'a'.repeat(36)}"`],
    ['secret', '"/home/ada/latchkey/main/core/app.ts"'],
    ['remote address', 'fetch("https://telemetry.elsewhere.io/v1")'],
    ['remote address', 'new WebSocket("wss://live.elsewhere.io")'],
  ])('hold no %s: %s', (rule, code) => {
    expect(found({ 'out/main/electron.js': code })).toEqual([rule])
  })

  it.each([
    '<script>alert(1)</script>',
    '<body onload="alert(1)">',
    '<script src="//cdn.elsewhere.io/a.js"></script>'.replace('//', 'ftp://'),
  ])('have no page with %s', (page) => {
    expect(found({ 'out/renderer/index.html': page })).toEqual(['page'])
  })
})
