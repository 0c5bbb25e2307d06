/** Whose words all go through `say`, and are translated: the whole window. What the host says is heard (contract/words/hear.ts). */
export const CONVERTED = ['renderer/']

export const isConverted = (file: string): boolean => CONVERTED.some((folder) => file.startsWith(folder))
