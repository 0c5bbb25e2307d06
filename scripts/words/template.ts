import ts from 'typescript'
import { messageText } from '../../contract/words/say.js'

/** The message of a template, and what its places hold. */
export function messageOf(
  template: ts.TemplateLiteral,
  source: ts.SourceFile,
): { message: string; notes: string[] } {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { message: template.text, notes: [] }
  const values = template.templateSpans.map(({ expression }) => expression)
  const strings = [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
  const plurals = values.map((value) => pluralOf(value, source))
  const notes = values.map((value, at) => `{${at}}: ${shortText(value)}`)
  return { message: messageText(strings, plurals), notes }
}

function pluralOf(value: ts.Expression, source: ts.SourceFile): { one: string; other: string } | null {
  if (!ts.isCallExpression(value) || value.expression.getText() !== 'plural') return null
  const [, one, other] = value.arguments
  if (
    one === undefined ||
    other === undefined ||
    !ts.isStringLiteralLike(one) ||
    !ts.isStringLiteralLike(other)
  ) {
    const { line } = source.getLineAndCharacterOfPosition(value.getStart())
    throw new Error(
      `${source.fileName}:${line + 1}: plural wants plain strings, so that they can be translated`,
    )
  }
  return { one: one.text, other: other.text }
}

function shortText(value: ts.Node): string {
  const text = value.getText().replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
