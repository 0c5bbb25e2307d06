/** A refusal: Tencent Cloud's code and words, in an answer of HTTP status 200. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

export const missingParameter = (name: string) =>
  new ApiError('MissingParameter', `The request is missing a required parameter \`${name}\`.`)

export const unknownParameter = (name: string) =>
  new ApiError('UnknownParameter', `The parameter \`${name}\` is not recognized.`)

export const invalidValue = (what: string) => new ApiError('InvalidParameterValue', what)

export const noSuchInstance = (id: string) =>
  new ApiError('InvalidInstanceId.NotFound', `The instanceId \`${id}\` is not found.`)

export const noSuchKey = (id: string) =>
  new ApiError('InvalidKeyPairId.NotFound', `The specified key pair ID \`${id}\` does not exist.`)
