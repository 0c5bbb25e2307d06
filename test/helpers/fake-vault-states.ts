import type { VaultStatus } from '../../contract/vault.js'

type Choice = VaultStatus['choices'][number]

const sealedFile: Choice = {
  backend: 'sealed-file',
  label: 'Sealed file',
  available: true,
  recommended: false,
  needsPassword: true,
}
const gnomeKeyring: Choice = {
  backend: 'keychain',
  label: 'GNOME keyring',
  available: true,
  recommended: true,
  needsPassword: false,
}
const noKeychain: Choice = {
  ...gnomeKeyring,
  label: 'System keychain',
  available: false,
  reason: 'No Secret Service answers here. GNOME keyring or KeePassXC would give one.',
  recommended: false,
}

const none: VaultStatus = {
  state: 'none',
  backend: null,
  label: null,
  choices: [gnomeKeyring, sealedFile],
  hasPassword: false,
  passwordCost: null,
}
const inKeyring: VaultStatus = {
  ...none,
  state: 'open',
  backend: 'keychain',
  label: 'GNOME keyring',
  choices: [],
}
const inFile: VaultStatus = { ...inKeyring, backend: 'sealed-file', label: 'Sealed file', hasPassword: true }
const passwordCost = 'Argon2id, 256 MiB, 4 passes'

const oldCopyLeft: VaultStatus = {
  ...inFile,
  passwordCost,
  move: {
    state: 'waiting',
    left: 'old copy',
    label: 'GNOME keyring',
    problem: {
      code: 'keychain-unavailable',
      message: 'No keychain service runs in this session.',
      advice: 'Start GNOME keyring, KWallet or another Secret Service, then try again.',
      retryable: true,
    },
  },
}

const unavailable: VaultStatus = {
  ...inKeyring,
  state: 'unavailable',
  problem: {
    code: 'keychain-unavailable',
    message: 'The GNOME keyring does not answer.',
    advice: 'Start it (it comes with the desktop session) and try again. Your keys are still in it.',
    retryable: true,
    detail: 'org.freedesktop.DBus.Error.ServiceUnknown',
  },
}

/** The vault in each of its states, as `vault.status` would tell it. */
export const vaultStates = {
  none,
  'none-no-keychain': { ...none, choices: [noKeychain, { ...sealedFile, recommended: true }] },
  locked: { ...inFile, state: 'locked' },
  'locked-keychain': { ...inKeyring, state: 'locked' },
  'locked-keychain-password': { ...inKeyring, hasPassword: true, state: 'locked' },
  open: inKeyring,
  'open-password': { ...inKeyring, hasPassword: true, passwordCost },
  'open-sealed': { ...inFile, passwordCost },
  'open-old-copy': oldCopyLeft,
  unavailable,
  'unavailable-password': { ...unavailable, hasPassword: true },
} satisfies Record<string, VaultStatus>
