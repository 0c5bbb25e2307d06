import { z } from 'zod'

/*
 * A sentence or a phrase of the host's, in English. The type keeps it from being shown as it came: what is shown is text,
 * and this is text only once it was heard (renderer/words/language.ts). To the host it is text.
 */

declare const unheard: unique symbol

/** Any text is one; but it is not any text. */
export type Said = string | { readonly [unheard]: true }

export const Said: z.ZodType<Said, Said> = z.string()

/** As the host has said it, in English: to compare it, to log it, to put it into another sentence of the host. */
export const inEnglish = (said: Said): string => said as string
