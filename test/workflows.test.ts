import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../package.json' with { type: 'json' }

/*
 * GitHub's workflows can't be run here. What of them can be wrong without GitHub knowing better is held against the rules of its
 * guide to secure use (https://docs.github.com/actions/reference/security/secure-use), and against this repository.
 */
interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
  env?: Record<string, string>
}
interface Job {
  needs?: string | string[]
  uses?: string
  steps?: Step[]
  permissions?: Record<string, string>
  'timeout-minutes'?: number
  strategy?: { matrix: Record<string, unknown> & { include?: Record<string, unknown>[] } }
}
interface Workflow {
  on: Record<string, unknown>
  permissions: Record<string, string>
  jobs: Record<string, Job>
}

const root = join(import.meta.dirname, '..')
const folder = join(root, '.github/workflows')
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  return { name, text, workflow: parse(text) as Workflow }
})
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([job, body]) => ({ name, job, body, all: workflow.jobs })),
)
const steps = jobs.flatMap(({ name, job, body }) =>
  (body.steps ?? []).map((step) => ({ where: `${name} ${job}`, step })),
)

/** What a job may do beyond reading the repository. */
const RIGHTS: Record<string, Record<string, string>> = {
  'release.yml build': { contents: 'read', 'id-token': 'write', attestations: 'write' },
  'release.yml draft': { contents: 'write' },
}

describe('the workflows', () => {
  it('run actions of GitHub alone, each by its commit, with its version beside it', () => {
    const used = workflows.flatMap(({ text }) => text.match(/^.*uses: .*$/gm) ?? [])
    expect(used.length).toBeGreaterThan(8)
    for (const line of used) {
      const local = /uses: \.\/(\S+)$/.exec(line)?.[1]
      if (local !== undefined) expect(existsSync(join(root, local)), line).toBe(true)
      else expect(line).toMatch(/uses: actions\/[a-z-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/)
    }
  })

  it('may read the repository, and only what a job needs beyond that', () => {
    for (const { workflow } of workflows) expect(workflow.permissions).toEqual({ contents: 'read' })
    const more = jobs.flatMap(({ name, job, body: { permissions } }) =>
      permissions === undefined ? [] : [[`${name} ${job}`, permissions]],
    )
    expect(Object.fromEntries(more)).toEqual(RIGHTS)
  })

  it('leave no token behind, and put nothing that others write into a script', () => {
    for (const { where, step } of steps) {
      if (step.uses?.startsWith('actions/checkout@'))
        expect(step.with, where).toMatchObject({ 'persist-credentials': false })
      expect(step.run ?? '', where).not.toContain('${{')
    }
    for (const { workflow } of workflows) expect(workflow.on).not.toHaveProperty('pull_request_target')
  })

  it('have secrets in a release alone', () => {
    for (const { name, text } of workflows)
      if (text.includes('secrets.'))
        expect([name, /^ {4}environment: release$/m.test(text)]).toEqual(['release.yml', true])
  })

  it('end by themselves where a step hangs', () => {
    for (const { name, job, body } of jobs)
      if (body.uses === undefined) expect(body['timeout-minutes'], `${name} ${job}`).toBeLessThanOrEqual(90)
  })

  it('name jobs, matrix entries, scripts and files that there are', () => {
    for (const { name, job, body, all } of jobs) {
      for (const needed of [body.needs ?? []].flat())
        expect(Object.keys(all), `${name} ${job}`).toContain(needed)
      const { include = [], ...lists } = body.strategy?.matrix ?? {}
      const known = [...Object.keys(lists), ...include.flatMap((entry) => Object.keys(entry))]
      for (const [, entry = ''] of JSON.stringify(body).matchAll(/\bmatrix\.(\w+)/g))
        expect(known).toContain(entry)
    }
    for (const { where, step } of steps) {
      for (const [, script = ''] of (step.run ?? '').matchAll(/npm run ([\w:-]+)/g))
        expect(Object.keys(packageJson.scripts), where).toContain(script)
      for (const [, file = ''] of (step.run ?? '').matchAll(/(?:^|\s)(?:node|bash) ([\w./-]+)/g))
        expect(existsSync(join(root, file)), `${where}: ${file}`).toBe(true)
    }
  })
})

describe('a release', () => {
  const builder = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Record<
    string,
    { artifactName?: string; target?: unknown }
  >

  it('takes along every file that electron-builder makes, as it names them', () => {
    const names = Object.values(builder).flatMap((part) => part?.artifactName ?? [])
    expect(names.length).toBeGreaterThanOrEqual(5)
    const release = workflows.find(({ name }) => name === 'release.yml')?.text ?? ''
    expect(release.match(/^ +dist\/Latchkey-\*$/gm)).toHaveLength(2) // attested, and uploaded
    for (const name of names) expect(name).toMatch(/^Latchkey-\$\{version\}-(windows|macos|linux)-\$\{arch\}/)
    expect(release).toContain('dist/latest*.yml')
  })

  it('knows no signing variable that the guide does not name', () => {
    const guide = readFileSync(join(root, 'docs/releasing.md'), 'utf8')
    const named = steps
      .flatMap(({ step }) => Object.keys(step.env ?? {}))
      .filter((name) => name !== 'GH_TOKEN')
    expect(named.length).toBeGreaterThan(5)
    for (const name of named) expect(guide).toContain(`\`${name}\``)
  })
})
