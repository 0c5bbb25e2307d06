import { describe, expect, it } from 'vitest'
import type { Finding } from './finding.js'
import { licenceFindings, licenceText } from './licences.js'
import type { PackedApp } from './packed.js'
import { releaseSbom, sbomFindings } from './sbom.js'
import { type ShippedPackage, shippedFindings } from './shipped.js'

/* What is said of packages of others: each kind of finding can be made. */

const rulesOf = (findings: Finding[]) => findings.map(({ rule }) => rule)

describe('what is shipped', () => {
  const one: ShippedPackage = {
    path: 'node_modules/zod',
    name: 'zod',
    version: '4.0.0',
    license: 'MIT',
    why: 'zod',
    packed: true,
  }
  const files = new Map([
    ['node_modules/zod/package.json', { body: Buffer.from('{"version":"4.0.0"}'), unpacked: false }],
    ['node_modules/zod/index.js', { body: Buffer.alloc(9), unpacked: false }],
  ])
  const app: PackedApp = {
    target: { os: 'linux', cpu: 'x64' },
    directory: '',
    resources: '',
    files,
    headerHash: '',
  }

  it('is told: what was packed and not told, or told and not packed, is found', () => {
    expect(shippedFindings([one], [app])).toEqual([])
    expect(shippedFindings([], [app])[0]?.what).toContain('zod@4.0.0 was packed')
    expect(shippedFindings([{ ...one, version: '4.0.1' }], [app])).toHaveLength(2)
    expect(shippedFindings([one, { ...one, name: 'inside', packed: false }], [app])).toEqual([])
  })

  it('is under a licence that allows it', () => {
    for (const license of ['MIT', '(MIT OR GPL-3.0)', 'MIT AND OFL-1.1'])
      expect(licenceFindings([{ ...one, license }]), license).toEqual([])
    for (const license of ['GPL-3.0', 'unknown', 'MIT AND GPL-3.0', 'SEE LICENSE IN README'])
      expect(rulesOf(licenceFindings([{ ...one, license }])), license).toEqual(['licence'])
  })

  it('comes with the text of its licence', () => {
    expect(licenceText([one])).toMatch(/zod 4\.0\.0 \(MIT\)\n\n[\s\S]*Permission is hereby granted/)
  })

  it('stands in the SBOM, alone and under the same number each time', () => {
    const component = (name: string) => ({
      'bom-ref': `${name}@4.0.0`,
      name,
      version: '4.0.0',
      scope: 'optional',
    })
    const bom = {
      metadata: { component: component('latchkey') },
      components: [component('zod'), component('vitest')],
      dependencies: [{ ref: 'latchkey@4.0.0', dependsOn: ['zod@4.0.0', 'vitest@4.0.0'] }],
    }
    const released = releaseSbom(bom, [one], new Date(0))
    expect(released.components).toMatchObject([{ name: 'zod', scope: 'required' }])
    expect(released.dependencies).toEqual([{ ref: 'latchkey@4.0.0', dependsOn: ['zod@4.0.0'] }])
    expect(released.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(releaseSbom(bom, [one], new Date(0))).toEqual(released)
    expect(sbomFindings(released, [one])).toEqual([])
    expect(rulesOf(sbomFindings(released, [{ ...one, name: 'ws' }]))).toEqual(['sbom'])
  })
})
