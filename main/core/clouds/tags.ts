import { asPlainText } from '../../../contract/base.js'

/** More, and longer ones, say nothing in a table. */
const MOST = 50
const LONGEST = 300

/** `name=value` of each, or the name alone where it has no value, in order; nothing where there is none. */
export function tagsOf(
  tags: readonly { name: string | null | undefined; value?: string | null | undefined }[] | null | undefined,
): { tags?: string[] } {
  const texts = (tags ?? []).flatMap(({ name, value }) =>
    name ? [asPlainText(value ? `${name}=${value}` : name).slice(0, LONGEST)] : [],
  )
  return texts.length === 0 ? {} : { tags: [...new Set(texts)].sort().slice(0, MOST) }
}
