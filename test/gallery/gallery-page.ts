import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { DIFFERENCES, looks, PICTURES } from './pictures.js'

/** What the end-to-end tests saw of real clouds, servers and keychains, where they have run. */
const FLOWS = join('test-results', 'screenshots')

/** Writes the page with every picture, differences from accepted ones first, and gives its path. */
export function writeGalleryPage(): string {
  const screens = grouped(PICTURES, new RegExp(`^(.*)-(${looks.map(({ name }) => name).join('|')})\\.png$`))
  const flows = existsSync(FLOWS) ? grouped(FLOWS, /^(.*?)(?:-(light|dark|narrow))?\.png$/) : new Map()
  const page = join(PICTURES, 'index.html')
  writeFileSync(
    page,
    html([
      part('Differs from what was accepted', differences()),
      part('Every section in every state, and what else the window shows', screens),
      part('What the end-to-end tests saw', flows),
    ]),
  )
  return resolve(page)
}

/** Path of each picture of a screen by its look. */
type Screens = Map<string, Map<string, string>>

function grouped(folder: string, pattern: RegExp): Screens {
  const screens: Screens = new Map()
  for (const file of readdirSync(folder).sort()) {
    const [, screen, look = 'light'] = pattern.exec(file) ?? []
    if (screen === undefined) continue
    const pictures = screens.get(screen) ?? new Map<string, string>()
    screens.set(screen, pictures.set(look, join(folder, file)))
  }
  return screens
}

/** Of each comparison that failed: what was expected, what came, where they differ. */
function differences(): Screens {
  const screens: Screens = new Map()
  const tests = existsSync(DIFFERENCES) ? readdirSync(DIFFERENCES, { withFileTypes: true }) : []
  for (const test of tests.filter((entry) => entry.isDirectory()))
    for (const [screen, pictures] of grouped(
      join(DIFFERENCES, test.name),
      /^(.*)-(expected|actual|diff)\.png$/,
    ))
      screens.set(screen, pictures)
  return screens
}

function part(title: string, screens: Screens): string {
  if (screens.size === 0) return ''
  const rows = [...screens].map(
    ([screen, pictures]) =>
      `<section><h3 id="${screen}">${screen}</h3><div>${[...pictures].map(figure).join('')}</div></section>`,
  )
  return `<h2>${title} (${screens.size})</h2>${rows.join('\n')}`
}

function figure([look, path]: [string, string]): string {
  const source = relative(PICTURES, path)
  return `<figure data-look="${look}"><a href="${source}"><img loading="lazy" src="${source}" alt="${basename(path)}"></a><figcaption>${look}</figcaption></figure>`
}

const html = (parts: string[]) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Latchkey's gallery</title>
<style>
body { font: 13px/1.5 system-ui, sans-serif; margin: 24px; background: #e8eaee; color: #16181d }
h3 { margin: 24px 0 4px }
section div { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start }
figure { margin: 0 }
img { display: block; max-width: 400px; max-height: 400px; border: 1px solid #b5bac4 }
figcaption { color: #555b66 }
</style>
<h1>Latchkey's gallery</h1>
${parts.join('\n')}
</html>
`
