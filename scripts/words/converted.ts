/**
 * Whose words all go through `say`, and are translated: the whole window, and what the desktop's own menus and questions
 * say. What the host says is heard (contract/words/hear.ts).
 */
export const CONVERTED = [
  'renderer/',
  'main/hosts/electron/closing-words.ts',
  'main/hosts/electron/menu-template.ts',
  'main/hosts/electron/quick-entries.ts',
]

export const isConverted = (file: string): boolean => CONVERTED.some((folder) => file.startsWith(folder))
