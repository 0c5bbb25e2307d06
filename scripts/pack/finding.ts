/** Something that must not be in a release. */
export interface Finding {
  /** The rule that it breaks. */
  rule: string
  /** One sentence: where, and what. */
  what: string
}
