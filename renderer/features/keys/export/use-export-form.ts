import { useState } from 'react'
import {
  ExportFileName,
  type ExportFolder,
  type KeyPair,
  type PrivateFormat,
} from '../../../../contract/keys.js'
import { wrongWith } from '../../../ui/what-is-wrong.js'
import { exportFileName, type FormatWords, privateFormats } from './private-formats.js'

const [openssh] = privateFormats

/** What the sheet asks for before a private key is written to a file. */
export function useExportForm(keyPair: KeyPair) {
  const [format, setFormat] = useState<PrivateFormat>('openssh')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [plain, setPlain] = useState(false)
  const [typed, setTyped] = useState('')
  const [folder, setFolder] = useState<ExportFolder['id'] | null>(null)
  const [ownName, setOwnName] = useState<string | null>(null)
  const words = privateFormats.find((one) => one.format === format) ?? (openssh as FormatWords)
  const fileName = ownName ?? exportFileName(keyPair.name, words.ending)
  const wrongName = wrongWith(ExportFileName, fileName)
  const differ = again !== '' && again !== passphrase
  const secured = plain ? typed === keyPair.name : passphrase !== '' && again === passphrase
  return {
    format,
    words,
    passphrase,
    again,
    plain,
    typed,
    folder,
    fileName,
    wrongName,
    differ,
    ready: secured && wrongName === undefined,
    setFormat,
    setPassphrase,
    setAgain,
    setPlain,
    setTyped,
    setFolder,
    setFileName: setOwnName,
    protection: plain ? { unprotected: typed } : { passphrase },
  }
}

export type ExportForm = ReturnType<typeof useExportForm>
