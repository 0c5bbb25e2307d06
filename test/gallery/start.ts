import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { buildIfNeeded } from '../../scripts/build-if-needed.js'
import { writeGalleryPage } from './gallery-page.js'
import { ACCEPTED, DIFFERENCES, PICTURES } from './pictures.js'

/*
 * npm run gallery: every screen in every state, size and look as pictures, compared with the accepted ones, on one page.
 * npm run gallery -- --accept: what is pictured now is what is accepted. Look at the page first.
 */

const { values } = parseArgs({ options: { accept: { type: 'boolean', default: false } } })
buildIfNeeded()
for (const folder of [PICTURES, DIFFERENCES]) rmSync(folder, { recursive: true, force: true })
if (values.accept) rmSync(ACCEPTED, { recursive: true, force: true })
const started = Date.now()
const update = values.accept ? ['--update-snapshots=all'] : []
const { status } = spawnSync(
  'npx',
  ['playwright', 'test', '--project=gallery', '--reporter=line', ...update],
  {
    stdio: 'inherit',
    env: { ...process.env, GALLERY: '1' },
  },
)
if (values.accept) await shrinkNew()
process.stdout.write(`${writeGalleryPage()}\n`)
process.exit(status ?? 1)

/** Fewer colours and the dearest packing: a third of the size, and no difference that the comparison sees. */
async function shrinkNew(): Promise<void> {
  for (const name of readdirSync(ACCEPTED)) {
    const path = join(ACCEPTED, name)
    if (statSync(path).mtimeMs < started) continue
    writeFileSync(path, await sharp(path).png({ palette: true, colours: 64, effort: 10 }).toBuffer())
  }
}
