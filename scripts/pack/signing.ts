/** What electron-builder is started with, so that installers are made with a certificate and without one. */
export interface Signing {
  env: NodeJS.ProcessEnv
  args: string[]
}

/**
 * A variable that a workflow sets to nothing, as it does where a secret is missing, is left out: on macOS electron-builder takes
 * an empty `CSC_LINK` for a file, and fails. Without a certificate an app for macOS is signed ad hoc, which says nothing of who
 * made it: electron-builder would sign nothing then, and Apple's processors start no program whose signature is broken, as
 * Electron's own is once the fuses are set. The hardened runtime would refuse Electron's framework under such a signature.
 */
export function signingOf(given: NodeJS.ProcessEnv, platform: NodeJS.Platform): Signing {
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim() !== ''))
  const adHoc = platform === 'darwin' && env.CSC_LINK === undefined && env.CSC_NAME === undefined
  return { env, args: adHoc ? ['-c.mac.identity=-', '--no-config.mac.hardenedRuntime'] : [] }
}
