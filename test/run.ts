import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureSystemPackages } from './system-packages.js'

/*
 * `npm test`: everything that is tested, in one go. Builds, runs the unit and integration tests (vitest) and the
 * end-to-end tests (Playwright), and closes with one line: `N passed, N failed, N skipped`.
 */

interface Count {
  passed: number
  failed: number
  skipped: number
}

/** A test in vitest's JSON report; what skips it is not in there, so the titles of groups say it. */
interface Assertion {
  status: string
  ancestorTitles: string[]
  title: string
}

const reports = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
try {
  await main()
} finally {
  rmSync(reports, { recursive: true, force: true })
}

async function main(): Promise<void> {
  const missing = ensureSystemPackages()
  if (missing.length > 0 && process.env.CI) throw new Error(`Missing in CI: ${missing.join(', ')}`)
  if ((await run('npm', ['run', '--silent', 'build'])) !== 0) throw new Error('The build failed.')
  const total = add(await vitest(), await playwright())
  if (total.failed > 0) process.exitCode = 1
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
}

async function vitest(): Promise<Count> {
  const file = join(reports, 'vitest.json')
  const code = await run('npx', [
    'vitest',
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
    numFailedTestSuites: number
    testResults: { assertionResults: Assertion[] }[]
  }
  nameSkipped(report.testResults.flatMap(({ assertionResults }) => assertionResults))
  return atLeastOneFailure(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

/** One line for each group of tests that was skipped; Playwright's reporter does that by itself. */
function nameSkipped(tests: Assertion[]): void {
  const skipped = new Map<string, number>()
  for (const { status, ancestorTitles, title } of tests) {
    if (status === 'passed' || status === 'failed') continue
    const group = ancestorTitles[0] ?? title
    skipped.set(group, (skipped.get(group) ?? 0) + 1)
  }
  for (const [group, count] of skipped) console.log(`Skipped: ${group} (${count})`)
}

async function playwright(): Promise<Count> {
  const file = join(reports, 'playwright.json')
  const code = await run('npx', ['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  }
  // A test that passes only at the second try is a bug, so it counts as failed.
  return atLeastOneFailure(code, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  })
}

/** A runner that ends badly without a failed test (a file that doesn't load, an unhandled error) has failed too. */
function atLeastOneFailure(code: number, count: Count): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
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
