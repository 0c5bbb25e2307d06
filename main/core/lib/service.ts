import type { ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract'

/**
 * The core service behind one area of the contract: one method per procedure, of the same name. It takes the validated
 * input and resolves to the output (an async iterator where the contract streams). The router calls it by that name.
 */
export type Service<Area> = {
  [Name in keyof Area]: Area[Name] extends ContractProcedure<
    infer Input,
    infer Output,
    infer _Errors,
    infer _Meta
  >
    ? (input: InferSchemaOutput<Input>, options: CallOptions) => Promise<InferSchemaInput<Output>>
    : never
}

export interface CallOptions {
  /** Aborted when the caller has gone or has cancelled. */
  signal?: AbortSignal | undefined
  /** Which of the connected windows asks; none where the core asks itself. */
  caller?: string | undefined
}
