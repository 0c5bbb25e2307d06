import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { KeyPair, KeyRadius } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Section } from '../../ui/Section.js'
import { KitHint } from '../backup/KitHint.js'
import { settingsQuery } from '../settings/use-settings.js'
import { useStore } from '../store.js'
import { SyncButton } from '../sync/SyncButton.js'
import { BinManySheet } from './bin/BinManySheet.js'
import { BinSheet } from './bin/BinSheet.js'
import { DeleteForGoodSheet } from './bin/DeleteForGoodSheet.js'
import { MovedNotice } from './bin/MovedNotice.js'
import { isAnywhere } from './bin/radius-words.js'
import { useKeyMoves } from './bin/use-key-moves.js'
import { CreateKeySheet } from './create/CreateKeySheet.js'
import { creatingKey } from './create/creating-key.js'
import { DropZone } from './DropZone.js'
import { KeyDetails } from './details/KeyDetails.js'
import { ImportSheet } from './import/ImportSheet.js'
import { openedFiles } from './import/opened-files.js'
import { useWantedImport } from './import/wanted-import.js'
import { KeyTable } from './list/KeyTable.js'
import { MarkedKeys } from './list/MarkedKeys.js'
import { useKeyList } from './list/use-key-list.js'
import { allTags } from './NotesFields.js'
import { useWantedKey } from './wanted-key.js'

type Open =
  | { sheet: 'delete' }
  | Importing
  | { sheet: 'bin'; keyPair: KeyPair; radius: KeyRadius }
  | { sheet: 'bin-many'; keyPairs: KeyPair[] }
  | null

interface Importing {
  sheet: 'import'
  files: File[]
  scan?: boolean
  /** What a key pair is to be called whose import failed. */
  name?: string
}

const fromSystem: Importing = { sheet: 'import', files: [] }

/** The vault's key pairs: make, import, find, describe, push, export, archive, delete. */
export function KeysSection() {
  const list = useKeyList()
  const moves = useKeyMoves()
  const [detailed, setDetailed] = useState(false)
  const [open, setOpen] = useState<Open>(null)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const chosen = list.view === 'bin' ? [] : list.rows.filter(({ id }) => marked.has(id))
  const binDays = useQuery(settingsQuery).data?.binDays ?? 30
  const { all, selected } = list
  const taken = all.map(({ name }) => name)
  const tags = allTags(all)
  const creating = useStore(creatingKey)
  const opened = useStore(openedFiles)
  const importing = open?.sheet === 'import' ? open : opened.length > 0 ? fromSystem : null
  const close = () => setOpen(null)
  const closeImport = () => {
    close()
    openedFiles.change(() => [])
  }
  const closeCreate = () => creatingKey.change(() => null)

  const show = ({ id }: Pick<KeyPair, 'id'>) => {
    closeImport()
    closeCreate()
    list.show(id)
    setDetailed(true)
  }
  const { show: showInList } = list
  useWantedKey(
    useCallback(
      (id) => {
        showInList(id)
        setDetailed(true)
      },
      [showInList],
    ),
  )
  useWantedImport(useCallback((name) => setOpen({ sheet: 'import', files: [], name }), []))
  const moveTo = (state: KeyPair['state']) => {
    if (selected === undefined) return
    setDetailed(false)
    void moves.move(selected, state)
  }
  /** Says first what stops working; what is nowhere goes at once, with Undo. */
  const bin = async () => {
    if (selected === undefined) return
    if (selected.state === 'bin') return setOpen({ sheet: 'delete' })
    try {
      const [radius] = await rpc.keys.radius({ ids: [selected.id] })
      if (radius !== undefined && isAnywhere(radius)) setOpen({ sheet: 'bin', keyPair: selected, radius })
      else moveTo('bin')
    } catch (error) {
      moves.say(errorInfo(error))
    }
  }

  return (
    <DropZone
      onDrop={(files) => setOpen({ sheet: 'import', files })}
      disabled={creating !== null || (open !== null && open.sheet !== 'import')}
    >
      <Section
        title={say`Keys`}
        filter={{ value: list.filter, onChange: list.setFilter, label: say`Filter keys` }}
        actions={
          <>
            <SyncButton />
            <Button variant="default" onClick={() => setOpen({ sheet: 'import', files: [] })}>
              {say`Import`}
            </Button>
            <Button onClick={() => creatingKey.change(() => 'ed25519')}>{say`Create key pair`}</Button>
          </>
        }
        details={
          detailed &&
          selected !== undefined && (
            <KeyDetails
              keyPair={selected}
              tags={tags}
              onState={moveTo}
              onBin={() => void bin()}
              onDeleteForGood={() => setOpen({ sheet: 'delete' })}
              onImport={() => setOpen({ sheet: 'import', files: [] })}
              onTag={(tag) => list.setFilter(/[\s"]/.test(tag) ? `tag:"${tag}"` : `tag:${tag}`)}
              onClose={() => setDetailed(false)}
            />
          )
        }
      >
        {moves.problem !== undefined && <ErrorMessage problem={moves.problem} />}
        <KitHint />
        <KeyTable
          list={list}
          binDays={binDays}
          onCreate={() => creatingKey.change(() => 'ed25519')}
          onImport={(scan) => setOpen({ sheet: 'import', files: [], scan })}
          marked={marked}
          onMarked={setMarked}
          onDetails={setDetailed}
          onDelete={() => void bin()}
        />
        <MarkedKeys
          count={chosen.length}
          onBin={() => setOpen({ sheet: 'bin-many', keyPairs: chosen })}
          onClear={() => setMarked(new Set())}
        />
        {moves.moved !== null &&
          all.some(({ id, state }) => id === moves.moved?.id && state === moves.moved.to) && (
            <MovedNotice moved={moves.moved} onUndo={moves.undo} onDismiss={moves.dismiss} />
          )}
      </Section>
      {creating !== null && (
        <CreateKeySheet type={creating} taken={taken} tags={tags} onCreated={show} onClose={closeCreate} />
      )}
      {importing !== null && (
        <ImportSheet
          dropped={importing.files}
          scan={importing.scan ?? false}
          name={importing.name}
          opened={opened}
          taken={taken}
          onImported={show}
          onShowKnown={(id) => show({ id })}
          onClose={closeImport}
        />
      )}
      {open?.sheet === 'bin' && (
        <BinSheet
          keyPair={open.keyPair}
          radius={open.radius}
          binDays={binDays}
          onConfirm={async (typed) => {
            await moves.moveOrThrow(open.keyPair, 'bin', typed)
            setDetailed(false)
          }}
          onClose={close}
        />
      )}
      {open?.sheet === 'bin-many' && (
        <BinManySheet
          keyPairs={open.keyPairs}
          binDays={binDays}
          onClose={() => {
            setMarked(new Set())
            close()
          }}
        />
      )}
      {open?.sheet === 'delete' && selected !== undefined && (
        <DeleteForGoodSheet keyPair={selected} onClose={close} />
      )}
    </DropZone>
  )
}
