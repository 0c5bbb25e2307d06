import ts from 'typescript'

/** Properties of elements that people read or hear. */
const READ = /^(label|title|placeholder|aria-label|description|alt)$/
/** Two words and more, the first with a capital: what is written so is for people. */
const SENTENCE = /^[A-Z][a-z]+,? (?:[a-z]{2,}|\{|.* [a-z]{2,} )/
/** Names that are the same in every language, and text of files and of tests of fonts. */
const NAMES =
  /^(Background|Foreground|Ansi|Latchkey|Fira Code|Source Code|Tango|Solarized|Tokyo|Windows Terminal|Visual Studio)\b/

/** English in a file of the window that does not go through `say`, with its lines. */
export function unsaidIn(file: string, text: string): string[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind)
  const found: string[] = []
  const add = (node: ts.Node, words: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    found.push(`${file}:${line + 1}: ${words.trim()}`)
  }
  const visit = (node: ts.Node): void => {
    if (isForNobody(node)) return
    if (ts.isJsxText(node)) {
      if (/[A-Za-z]{2}/.test(node.text)) add(node, node.text)
    } else if (ts.isJsxAttribute(node) && READ.test(node.name.getText())) {
      const value = node.initializer
      if (value !== undefined && ts.isStringLiteral(value)) {
        if (isEnglish(value.text)) add(node, value.text)
        return
      }
    } else if (ts.isStringLiteralLike(node) && isSentence(node.text)) add(node, node.text)
    else if (ts.isTemplateExpression(node) && isSentence(textOf(node))) add(node, textOf(node))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Marked already, or not for people: types, imports, selectors, and errors that only programmers make. */
function isForNobody(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node))
    return (
      ts.isIdentifier(node.tag) &&
      /^(say|rich)$/.test(node.tag.text) &&
      !ts.isTemplateExpression(node.template)
    )
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || isCompared(node)) return true
  if (ts.isNewExpression(node)) return /Error$/.test(node.expression.getText())
  return ts.isCallExpression(node) && /^(plural|console\.\w+)$/.test(node.expression.getText())
}

/** What something is held against, or found by. */
function isCompared(node: ts.Node): boolean {
  const { parent } = node
  if (parent === undefined || !ts.isStringLiteralLike(node)) return false
  if (ts.isPropertyAssignment(parent)) return parent.name === node
  return ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText())
}

const isEnglish = (words: string) => /^[A-Z][a-z]|[a-z] [a-z]/.test(words) && !NAMES.test(words)
const isSentence = (words: string) => SENTENCE.test(words) && !NAMES.test(words)

const textOf = (node: ts.TemplateExpression) =>
  ts.isTaggedTemplateExpression(node.parent)
    ? ''
    : node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')
