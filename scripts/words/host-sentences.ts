import ts from 'typescript'
import { messageOf } from './template.js'

/*
 * The host speaks English: its sentences go to the log and over the wire as they are, and the window hears what they are
 * (contract/words/hear.ts). So they need no mark. What is a sentence, and what is not, is told from where it stands.
 */

/** Properties that hold what is shown. */
const SHOWN =
  /^(message|advice|label|help|hint|example|whenSet|verb|stops|stays|title|explanation|makesKeys|way|says|words|detail|text|why|keys|body|instructions|meaning|name)$/
const SENTENCE = /^(?:[A-Z]|\$|\{\d+\}).* .*[.?](?: \{\d+\})?$/s

/** What the host's side of a file says. */
export function hostSentences(source: ts.SourceFile): { message: string; notes: string[] }[] {
  const found: { message: string; notes: string[] }[] = []
  const visit = (node: ts.Node): void => {
    if (isNotSaid(node)) return
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const { message, notes } = ts.isStringLiteral(node)
        ? { message: node.text, notes: [] }
        : messageOf(node as ts.TemplateLiteral, source)
      if (isShown(node, message)) found.push({ message, notes })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Types, imports, and what is for the log and for programmers alone. */
function isNotSaid(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isTaggedTemplateExpression(node)) return true
  if (ts.isNewExpression(node))
    return /^(Error|TypeError|RangeError|RegExp|URL)$/.test(node.expression.getText())
  if (ts.isCallExpression(node))
    return /\b(log|console)\.\w+$|^(RegExp|describe|meta)$/.test(node.expression.getText())
  return false
}

function isShown(node: ts.Node, message: string): boolean {
  if (!/[A-Za-z]{2}/.test(message.replace(/\{\d+\}/g, '')) || /^\{\d+\}[^a-z]*\{\d+\}$/i.test(message))
    return false
  if (SENTENCE.test(message)) return true
  let up = node.parent
  while (isChoice(up)) up = up.parent
  if (ts.isPropertyAssignment(up)) return SHOWN.test(up.name.getText()) && / |^[A-Z]/.test(message)
  return ts.isNewExpression(up) && /Error$/.test(up.expression.getText()) && message.includes(' ')
}

const isChoice = (node: ts.Node) =>
  ts.isConditionalExpression(node) ||
  ts.isParenthesizedExpression(node) ||
  ts.isBinaryExpression(node) ||
  ts.isArrayLiteralExpression(node)
