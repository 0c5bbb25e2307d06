import { spawnSync } from 'node:child_process'
import { buildIfNeeded } from '../../scripts/build-if-needed.js'

buildIfNeeded()
const { status } = spawnSync('npx', ['playwright', 'test', '--project=pictures', '--reporter=line'], {
  stdio: 'inherit',
  env: { ...process.env, PICTURES: '1' },
})
process.exit(status ?? 1)
