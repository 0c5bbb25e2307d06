/*
 * Translators write common spaces. Where a line must not break, the page gets spaces that don't: before a dash, within
 * thousands, and between a number, or a place for one, and its unit.
 */
const NO_BREAK = '\u00a0'
const UNIT = /(\d|#|\{\d+\}) (с|ч|мин|мс|дн\.|млн|Б|КБ|МБ|ГБ|МиБ|px|%)(?![\p{L}\d])/gu

/** A translation with spaces that don't break where a line must not end. */
export const typeset = (translation: string): string =>
  translation
    .replaceAll(' — ', `${NO_BREAK}— `)
    .replace(/(\d) (?=\d{3}(?!\d))/g, `$1${NO_BREAK}`)
    .replace(UNIT, `$1${NO_BREAK}$2`)
