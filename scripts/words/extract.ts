import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { hostSentences } from './host-sentences.js'
import type { Entry } from './po.js'
import { sourceFiles } from './source-files.js'
import { messageOf } from './template.js'

export type Found = Pick<Entry, 'meaning' | 'message' | 'files' | 'notes'>

/** All that Latchkey says, in the order of files and lines, each once. Throws where a template can't be translated. */
export function extract(root: string): Found[] {
  const found = new Map<string, Found>()
  for (const file of sourceFiles(root)) {
    for (const { meaning, message, notes } of messagesIn(file, readFileSync(join(root, file), 'utf8'))) {
      const key = `${meaning ?? ''}\u0004${message}`
      const entry = found.get(key) ?? {
        ...(meaning === undefined ? {} : { meaning }),
        message,
        files: [],
        notes,
      }
      found.set(key, entry)
      if (!entry.files.includes(file)) entry.files.push(file)
    }
  }
  return [...found.values()]
}

type InFile = Omit<Found, 'files'>

/** What one file says: what it says itself (say, sayAs, rich, told), and on the host's side its sentences too. */
export function messagesIn(file: string, text: string): InFile[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind)
  const found: InFile[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = tagOf(node.tag)
      if (tag !== null) found.push({ ...tag, ...messageOf(node.template, source) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return isHost(file) ? [...found, ...hostSentences(source)] : found
}

/** The demo's cloud speaks as its vendor's does: a cloud's own words are shown as they came. */
const isHost = (file: string) => /^(main|contract)\//.test(file) && !file.startsWith('main/demo/')

function tagOf(tag: ts.Expression): { meaning?: string } | null {
  if (ts.isIdentifier(tag)) return /^(say|rich|told)$/.test(tag.text) ? {} : null
  if (!ts.isCallExpression(tag) || !ts.isIdentifier(tag.expression) || tag.expression.text !== 'sayAs')
    return null
  const [meaning] = tag.arguments
  if (meaning === undefined || !ts.isStringLiteral(meaning)) throw new Error('sayAs wants a plain string')
  return { meaning: meaning.text }
}
