import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { nameOf, parentOf, pathIn } from '../../../contract/file-names.js'
import { say } from '../../../contract/words/say.js'
import { PaneMenu } from '../../terminal/PaneMenu.js'
import { copyAndTell } from '../../ui/copy.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { numberText } from '../../ui/number-text.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { focusGridIn } from '../../ui/section-focus.js'
import { useStore } from '../store.js'
import { CopiedNotice } from './CopiedNotice.js'
import { chosenRows, folderAt, rowOf } from './chosen.js'
import { DropSign } from './DropSign.js'
import { FileDialogs } from './FileDialogs.js'
import { FileTools } from './FileTools.js'
import { FolderFoot } from './FolderFoot.js'
import { fileColumns } from './file-columns.js'
import { fileKeys } from './file-keys.js'
import { type FileDialog, fileMenu, openWith } from './file-menu.js'
import { copiedPath, type FileRow, shownRows } from './file-rows.js'
import classes from './files.module.css'
import { copyFiles, type FilesInHand, filesInHand } from './files-in-hand.js'
import { type FilesPlace, filesStore } from './files-store.js'
import { tellFolders, useFolderNews } from './folder-news.js'
import { MovedNotice } from './MovedNotice.js'
import { NoFiles } from './NoFiles.js'
import { PathBar } from './PathBar.js'
import { useCopies } from './use-copies.js'
import { useFileDrops } from './use-file-drops.js'
import { useFolder } from './use-folder.js'
import { useMoves } from './use-moves.js'
import { useTypeAhead } from './use-type-ahead.js'
import { useWhereabouts } from './use-whereabouts.js'

interface Props {
  place: FilesPlace
  /** Counts the ways to the files that there were: with another one the folder is read again. */
  attempt: number
  open: boolean
  /** `user@host`. */
  target: string | null
  /** Of the login's user; null while it is not known. */
  home: string | null
}

const isFolder = ({ folder }: FileRow) => folder
const NONE: FileRow[] = []
const idOf = ({ id }: FileRow) => id

/** A folder on an instance, and everything that is done with what is in it. */
export function FilesBrowser({ place, attempt, open, target, home }: Props) {
  const where = useWhereabouts()
  const { wanted, round, selectedId, setSelectedId, marked, filter, setFilter, go, again } = where
  const [hidden, setHidden] = useState(false)
  const [dialog, setDialog] = useState<FileDialog | null>(null)
  const [menu, setMenu] = useState<{ x: number; y: number; rows: FileRow[] } | null>(null)
  const reading = useFolder(place.instanceId, wanted, attempt * 1_000_000 + round, open)
  const { folder, busy, come, problem } = reading
  const order = useRef<(() => string[]) | null>(null)
  const reveal = useRef<((id: string) => void) | null>(null)
  const box = useRef<HTMLElement>(null)
  const filterField = useRef<HTMLInputElement>(null)

  const rows = folder?.rows ?? NONE
  const shown = useMemo(() => shownRows(rows, hidden, filter), [rows, hidden, filter])
  const chosen = chosenRows(shown, marked, selectedId)
  const path =
    (busy || problem !== undefined ? null : folder?.path) ?? (wanted === '~' ? (folder?.path ?? '/') : wanted)
  // Who typed the path of a file means the file.
  const isFile = problem?.code === 'remote-not-folder'
  useEffect(() => {
    if (isFile) where.goInstead(parentOf(wanted), nameOf(wanted))
  }, [isFile, wanted, where])

  const act = (kind: FileDialog['kind'], on: FileRow[]) =>
    on.length > 0 && setDialog({ kind, rows: on, folder: path })
  const onOpen = (row: FileRow) => {
    const kind = openWith(row)
    if (kind === 'folder') go(pathIn(path, row.name))
    else act(kind, [row])
  }
  const toTable = () => box.current?.querySelector<HTMLElement>('[data-grid]')?.focus()
  useKeyboardIn(box, folder)
  const { asked, shownId } = useStore(filesStore)
  const isAsked = shownId === place.instanceId ? asked : 0
  useEffect(() => {
    if (isAsked > 0) focusGridIn(box.current)
  }, [isAsked])
  const copies = useCopies(place.instanceId, where.refresh)
  const moves = useMoves(place.instanceId, () => again())
  useFolderNews(place.instanceId, path, where.refresh)
  const onChanged = (landOn?: string) => {
    tellFolders(place.instanceId, path)
    again(landOn)
  }
  const drop = useFileDrops({
    place,
    path,
    placeAt(target) {
      const over = rowOf(target, order, shown)
      const element = target instanceof Element && target.closest('[data-index]')
      return over?.folder && element ? { folder: pathIn(path, over.name), element } : folderAt(target)
    },
    rowsAt(target) {
      const row = rowOf(target, order, shown)
      if (row === undefined || !open || folder?.path !== path) return []
      return marked.has(row.id) ? chosen : [row]
    },
    onUpload: copies.upload,
    onMove: ({ rows, folder }, to) => moves.move(rows, folder, to),
    onCopy: copies.paste,
  })
  const paste = open && folder?.path === path ? (copied: FilesInHand) => copies.paste(copied, path) : null
  const onKeyDown = fileKeys({
    up: () => where.up(path),
    back: () => where.step(-1),
    forth: () => where.step(1),
    refresh: () => again(),
    filter: () => filterField.current?.select(),
    rename: () => act('rename', chosen.slice(0, 1)),
    move: () => act('move', chosen),
    remove: () => act('remove', chosen),
    copy: () => chosen.length > 0 && commands.copy(chosen),
    paste: () => {
      const { copied } = filesInHand.get()
      if (copied !== null) paste?.(copied)
    },
    menu: ({ left, top }) => chosen.length > 0 && setMenu({ x: left + 80, y: top + 120, rows: chosen }),
    other: useTypeAhead(shown, order, (row) => {
      setSelectedId(row.id)
      reveal.current?.(row.id)
    }),
  })
  const onContextMenu = (event: MouseEvent) => {
    const row = rowOf(event.target, order, shown)
    if (row === undefined) return
    event.preventDefault()
    if (!marked.has(row.id)) setSelectedId(row.id)
    setMenu({ x: event.clientX, y: event.clientY, rows: marked.has(row.id) ? chosen : [row] })
  }
  const download = (on: FileRow[], choosesFolder = false) =>
    choosesFolder ? act('download', on) : copies.download(path, on)
  const commands = {
    open: onOpen,
    act,
    download,
    copy: (rows: FileRow[]) => copyFiles({ ...place, folder: path, rows }),
    copyPath: (row: FileRow) => void copyAndTell(copiedPath(pathIn(path, row.name))),
  }

  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-label={say`Files of ${place.instanceName}`}
      className={classes.browser}
      onKeyDown={onKeyDown}
      {...drop.handlers}
    >
      <PathBar
        instanceId={place.instanceId}
        {...{ path, home }}
        onGo={go}
        onUp={() => where.up(path)}
        onRefresh={() => again()}
      />
      <FileTools
        {...{ open, filter, filterField, hidden }}
        onMakeFolder={() => setDialog({ kind: 'make', rows: [], folder: path })}
        onUpload={(files) => copies.upload(files, path)}
        onDownload={chosen.length === 0 ? null : (choosesFolder) => download(chosen, choosesFolder)}
        onFilter={setFilter}
        onLeaveFilter={toTable}
        onHidden={setHidden}
      />
      {copies.problem !== undefined && (
        <div className={classes.problem}>
          <ErrorMessage problem={copies.problem} />
        </div>
      )}
      {moves.last !== null && <MovedNotice move={moves.last} onUndo={moves.undo} onClose={moves.forget} />}
      <CopiedNotice onPaste={paste} />
      {busy && <ProgressBar label={say`Reading the folder`} progress={null} />}
      {problem !== undefined && !isFile ? (
        <div className={classes.problem}>
          <ErrorMessage problem={problem} onRetry={open ? () => again() : undefined} />
        </div>
      ) : folder === undefined ? (
        <EmptyState>
          {come > 0 ? say`Reading the folder: ${numberText(come)} so far` : say`Reading the folder`}
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the menu key opens the same menu
        <div
          className={classes.table}
          data-stale={(busy && folder.path !== wanted && wanted !== '~') || undefined}
          onContextMenu={onContextMenu}
          data-drop={path}
        >
          <DataTable
            label={say`Files`}
            rows={shown}
            columns={fileColumns}
            rowId={idOf}
            isFirst={isFolder}
            draggable
            sortedBy="name"
            isDim={({ name }) => name.startsWith('.')}
            marks={{ ids: marked, onChange: where.setMarked, label: (row) => say`Select ${row.shown}` }}
            order={order}
            reveal={reveal}
            selectedId={selectedId}
            onSelect={({ id }) => setSelectedId(id)}
            onOpen={onOpen}
            onDetails={(row) => act('properties', [row])}
            empty={
              <NoFiles
                hidden={rows.length - shownRows(rows, false, '').length}
                filtered={filter !== ''}
                onClear={() => setFilter('')}
              />
            }
          />
        </div>
      )}
      {drop.over !== null && <DropSign {...drop.over} />}
      {folder !== undefined && problem === undefined && (
        <FolderFoot folder={folder} shown={shown} marked={marked} target={target} />
      )}
      {menu !== null && (
        <PaneMenu
          at={menu}
          label={say`Files`}
          groups={fileMenu(menu.rows, commands)}
          onClose={() => {
            setMenu(null)
            toTable()
          }}
        />
      )}
      {dialog !== null && (
        <FileDialogs
          {...{ place, dialog, onChanged }}
          onMove={(rows, to) => moves.move(rows, dialog.folder, to)}
          onDownload={(rows, to) => copies.download(dialog.folder, rows, to)}
          onClose={() => setDialog(null)}
        />
      )}
    </section>
  )
}

/** Where a folder comes in place of another, the keyboard is in its table: an empty one has none to keep it. */
function useKeyboardIn(box: { current: HTMLElement | null }, folder: unknown): void {
  useEffect(() => {
    if (folder === undefined || box.current === null) return
    const { activeElement } = document
    const free =
      activeElement === document.body ||
      activeElement === box.current ||
      activeElement === box.current.parentElement
    if (free) focusGridIn(box.current)
  }, [box, folder])
}
