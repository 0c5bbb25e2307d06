import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'
import { type SerializedError, startVitest, type TestCase, type TestModule } from 'vitest/node'
import { ensureSystemPackages } from './system-packages.js'

/*
 * `npm test`: everything that is tested, in one go. Builds, runs the unit and integration tests (vitest) and the
 * end-to-end tests (Playwright), names what failed once more, and closes with one line: `N passed, N failed, N skipped`.
 * In CI what failed is run once more, and named if it passes then (docs/decisions/0030).
 */

interface Outcome {
  passed: number
  skipped: number
  /** What failed, each with its file, its name and the beginning of its message. */
  failures: string[]
  /** What failed at first and passed when it was run once more, told like the failures. */
  unsteady: string[]
}

const SHOWN_LINES = 80

/** More than these are broken, not unsteady: they are not run once more. */
const MOST_UNSTEADY_FILES = 4

await main()

async function main(): Promise<void> {
  const missing = ensureSystemPackages()
  if (missing.length > 0 && process.env.CI) throw new Error(`Missing in CI: ${missing.join(', ')}`)
  if ((await run('npm', ['run', '--silent', 'build'])) !== 0) throw new Error('The build failed.')
  const outcomes = [await vitest(), await playwright()]
  const failures = outcomes.flatMap((outcome) => outcome.failures)
  for (const failure of outcomes.flatMap((outcome) => outcome.unsteady))
    console.log(`Unsteady, a bug to mend (passed only when run once more): ${failure}`)
  for (const failure of failures) console.log(`Failed: ${failure}`)
  const [passed, skipped] = [sum(outcomes.map((o) => o.passed)), sum(outcomes.map((o) => o.skipped))]
  console.log(`${passed} passed, ${failures.length} failed, ${skipped} skipped`)
  process.exit(failures.length > 0 ? 1 : 0)
}

async function vitest(): Promise<Outcome> {
  const first = await vitestRun([])
  const failed = first.modules.filter((module) => failuresOfModule(module).length > 0)
  const again =
    process.env.CI && failed.length > 0 && failed.length <= MOST_UNSTEADY_FILES
      ? await vitestRun(failed.map((module) => module.moduleId))
      : { modules: [], unhandled: [] }
  const names = (modules: readonly TestModule[]) => new Set(modules.map((module) => module.moduleId))
  const replaced = names(again.modules)
  const modules = [...first.modules.filter(({ moduleId }) => !replaced.has(moduleId)), ...again.modules]
  const stillFailing = names(again.modules.filter((module) => failuresOfModule(module).length > 0))
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.result().state))
  nameSkipped(skipped)
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    skipped: skipped.length,
    failures: [
      ...modules.flatMap(failuresOfModule),
      ...[...first.unhandled, ...again.unhandled].map(
        (error) => `outside of the tests › ${beginning(error.stack ?? error.message)}`,
      ),
    ],
    unsteady: failed
      .filter(({ moduleId }) => replaced.has(moduleId) && !stillFailing.has(moduleId))
      .flatMap(failuresOfModule),
  }
}

interface VitestRun {
  modules: readonly TestModule[]
  unhandled: readonly SerializedError[]
}

/** `files`: only these; none for all. */
async function vitestRun(files: string[]): Promise<VitestRun> {
  let ended: VitestRun | undefined
  const onTestRunEnd = (modules: readonly TestModule[], unhandled: readonly SerializedError[]) => {
    ended = { modules, unhandled }
  }
  const runner = await startVitest('test', files, { watch: false, reporters: ['dot', { onTestRunEnd }] })
  await runner.close()
  if (!ended) throw new Error('Vitest ended without a result.')
  return ended
}

function failuresOfModule(module: TestModule): string[] {
  return [
    ...[...module.children.allTests()].filter((test) => test.result().state === 'failed').map(told),
    // A file that doesn't load, a hook that fails around a group.
    ...[module, ...module.children.allSuites()].flatMap((suite) =>
      suite.errors().map((error) => `${module.relativeModuleId} › ${beginning(error.message)}`),
    ),
  ]
}

function told(test: TestCase): string {
  const messages = (test.result().errors ?? []).map((error) => beginning(error.message))
  return [`${test.module.relativeModuleId} › ${test.fullName}`, ...messages].join('\n    ')
}

/** One line for each group of tests that was skipped; Playwright's reporter does that by itself. */
function nameSkipped(tests: TestCase[]): void {
  const skipped = new Map<string, number>()
  for (const test of tests) {
    const group = test.fullName.split(' > ')[0] ?? test.name
    skipped.set(group, (skipped.get(group) ?? 0) + 1)
  }
  for (const [group, count] of skipped) console.log(`Skipped: ${group} (${count})`)
}

async function playwright(): Promise<Outcome> {
  const reports = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  const file = join(reports, 'playwright.json')
  try {
    const code = await run('npx', ['playwright', 'test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    })
    return ofReport(JSON.parse(readFileSync(file, 'utf8')) as JSONReport, code)
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
}

function ofReport({ suites, errors, stats }: JSONReport, code: number): Outcome {
  const specs = suites.flatMap(specsOf)
  const failures = [
    ...specs.flatMap((spec) => toldOf(spec, 'unexpected')),
    ...errors.map((error) => `outside of the flows › ${beginning(error.message)}`),
  ]
  if (code !== 0 && failures.length === 0) failures.push(`Playwright ended with exit status ${code}.`)
  const unsteady = specs.flatMap((spec) => toldOf(spec, 'flaky'))
  return { passed: stats.expected + stats.flaky, skipped: stats.skipped, failures, unsteady }
}

function specsOf(suite: JSONReportSuite): JSONReportSpec[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
}

function toldOf({ file, title, tests }: JSONReportSpec, wanted: 'unexpected' | 'flaky'): string[] {
  return tests
    .filter(({ status }) => status === wanted)
    .map(({ projectName, results }) => {
      const messages = results.flatMap((result) => result.errors.map((error) => beginning(error.message)))
      const shown = results.flatMap(({ attachments }) => attachments).map(shownIn)
      return [`[${projectName}] test/e2e/${file} › ${title}`, ...messages, ...shown].join('\n    ')
    })
}

/** What stood in the window when the flow failed: where nobody can look at the file, it is all there is to go by. */
function shownIn({ name, path }: { name: string; path?: string }): string {
  if (name !== 'error-context' || path === undefined) return ''
  const [, shown = ''] = readFileSync(path, 'utf8').split('```yaml')
  return shown.split('\n').slice(0, SHOWN_LINES).join('\n    ')
}

/** The first lines of an error, without the colours of a terminal. */
function beginning(message = 'without a message'): string {
  const lines = message.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '').split('\n')
  return lines.slice(0, 8).join('\n    ')
}

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
