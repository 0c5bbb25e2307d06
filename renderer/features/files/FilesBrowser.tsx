import { Button, Checkbox, TextInput } from '@mantine/core'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { nameOf, parentOf, pathIn, shownName } from '../../../contract/file-names.js'
import { PaneMenu } from '../../terminal/PaneMenu.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import { numberText } from '../../ui/number-text.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { CopyTools } from './CopyTools.js'
import { FileDialogs } from './FileDialogs.js'
import { FolderFoot } from './FolderFoot.js'
import { fileColumns } from './file-columns.js'
import { type FileDialog, fileMenu, openWith } from './file-menu.js'
import { copiedPath, type FileRow, rowId, shownRows } from './file-rows.js'
import classes from './files.module.css'
import type { FilesPlace } from './files-store.js'
import { PathBar } from './PathBar.js'
import { useCopies } from './use-copies.js'
import { useFolder } from './use-folder.js'
import { useTypeAhead } from './use-type-ahead.js'
import { useUploadDrop } from './use-upload-drop.js'

interface Props {
  place: FilesPlace
  /** Counts the ways to the files that there were: with another one the folder is read again. */
  attempt: number
  open: boolean
  /** `user@host`. */
  target: string | null
}

const isFolder = ({ folder }: FileRow) => folder
const NONE: FileRow[] = []
const idOf = ({ id }: FileRow) => id

/** A folder on an instance, and everything that is done with what is in it. */
export function FilesBrowser({ place, attempt, open, target }: Props) {
  const [wanted, setWanted] = useState('~')
  const [round, setRound] = useState(0)
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [hidden, setHidden] = useState(false)
  const [filter, setFilter] = useState('')
  const [dialog, setDialog] = useState<FileDialog | null>(null)
  const [menu, setMenu] = useState<{ x: number; y: number; rows: FileRow[] } | null>(null)
  const { folder, busy, come, problem } = useFolder(
    place.instanceId,
    wanted,
    attempt * 1_000_000 + round,
    open,
  )
  const order = useRef<(() => string[]) | null>(null)
  const reveal = useRef<((id: string) => void) | null>(null)
  const box = useRef<HTMLElement>(null)
  const filterField = useRef<HTMLInputElement>(null)

  const rows = folder?.rows ?? NONE
  const shown = useMemo(() => shownRows(rows, hidden, filter), [rows, hidden, filter])
  const chosen = chosenRows(shown, marked, selectedId)
  const path =
    (busy || problem !== undefined ? null : folder?.path) ?? (wanted === '~' ? (folder?.path ?? '/') : wanted)

  const go = (to: string, landOn: string | null = null) => {
    setSelectedId(landOn === null ? null : rowId(landOn))
    setMarked(new Set())
    setFilter('')
    setWanted(to)
    setRound((before) => before + 1)
  }
  const again = (landOn?: string) => {
    if (landOn !== undefined) setSelectedId(rowId(landOn))
    setMarked(new Set())
    setRound((before) => before + 1)
  }
  const up = () => path !== '/' && go(parentOf(path), nameOf(path))
  const act = (kind: FileDialog['kind'], on: FileRow[]) =>
    on.length > 0 && setDialog({ kind, rows: on, folder: path })
  const onOpen = (row: FileRow) => {
    const kind = openWith(row)
    if (kind === 'folder') go(pathIn(path, row.name))
    else act(kind, [row])
  }
  useKeyboardIn(box, folder)
  const copies = useCopies(place.instanceId, () => setRound((before) => before + 1))
  const drop = useUploadDrop((target) => {
    const over = rowOf(target, order, shown)
    return over?.folder ? pathIn(path, over.name) : path
  }, copies.upload)
  const typeAhead = useTypeAhead(shown, order, (row) => {
    setSelectedId(row.id)
    reveal.current?.(row.id)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.currentTarget.contains(event.target as Node)) return // of a dialog, which React has come out of it
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault()
      event.stopPropagation()
      return filterField.current?.select()
    }
    if (!isInTable(event.target)) return
    if (event.key === 'Backspace') up()
    else if (event.key === 'F2') act('rename', chosen.slice(0, 1))
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      const { left, top } = event.currentTarget.getBoundingClientRect()
      if (chosen.length > 0) setMenu({ x: left + 80, y: top + 120, rows: chosen })
    } else typeAhead(event)
  }
  const onContextMenu = (event: MouseEvent) => {
    const row = rowOf(event.target, order, shown)
    if (row === undefined) return
    event.preventDefault()
    if (!marked.has(row.id)) setSelectedId(row.id)
    setMenu({ x: event.clientX, y: event.clientY, rows: marked.has(row.id) ? chosen : [row] })
  }
  const commands = {
    open: onOpen,
    act,
    download: (on: FileRow[]) => copies.download(path, on),
    copyPath: (row: FileRow) => void navigator.clipboard.writeText(copiedPath(pathIn(path, row.name))),
  }

  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-label={`Files of ${place.instanceName}`}
      className={classes.browser}
      onKeyDown={onKeyDown}
    >
      <PathBar path={path} onGo={go} onUp={up} onRefresh={() => again()} />
      <div className={classes.tools}>
        <Button
          variant="default"
          disabled={!open}
          onClick={() => setDialog({ kind: 'make', rows: [], folder: path })}
        >
          New folder…
        </Button>
        <CopyTools
          disabled={!open}
          onUpload={(files) => copies.upload(files, path)}
          onDownload={chosen.length === 0 ? null : () => copies.download(path, chosen)}
        />
        <TextInput
          ref={filterField}
          className={classes.filter}
          aria-label="Filter files"
          placeholder="Filter files"
          value={filter}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
          onKeyDown={({ key }) => {
            if (key === 'Escape') setFilter('')
            if (key === 'ArrowDown') box.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
          }}
        />
        <Checkbox
          label="Hidden files"
          checked={hidden}
          onChange={({ currentTarget }) => setHidden(currentTarget.checked)}
        />
      </div>
      {copies.problem !== undefined && (
        <div className={classes.problem}>
          <ErrorMessage problem={copies.problem} />
        </div>
      )}
      {busy && <ProgressBar label="Reading the folder" progress={null} />}
      {problem !== undefined ? (
        <div className={classes.problem}>
          <ErrorMessage problem={problem} onRetry={open ? () => again() : undefined} />
        </div>
      ) : folder === undefined ? (
        <EmptyState>Reading the folder{come > 0 && `: ${numberText(come)} so far`}</EmptyState>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the menu key opens the same menu
        <div
          className={classes.table}
          data-stale={(busy && folder.path !== wanted && wanted !== '~') || undefined}
          onContextMenu={onContextMenu}
          {...drop.handlers}
        >
          <DataTable
            label="Files"
            rows={shown}
            columns={fileColumns}
            rowId={idOf}
            isFirst={isFolder}
            sortedBy="name"
            isDim={({ name }) => name.startsWith('.')}
            marks={{ ids: marked, onChange: setMarked, label: (row) => `Select ${row.shown}` }}
            order={order}
            reveal={reveal}
            selectedId={selectedId}
            onSelect={({ id }) => setSelectedId(id)}
            onOpen={onOpen}
            onDetails={(row) => act('properties', [row])}
            onDelete={() => act('remove', chosen)}
            empty={
              <NoFiles
                hidden={rows.length - shownRows(rows, false, '').length}
                filtered={filter !== ''}
                onClear={() => setFilter('')}
              />
            }
          />
          {drop.over !== null && <div className={classes.drop}>Drop to upload to {shownName(drop.over)}</div>}
        </div>
      )}
      {folder !== undefined && problem === undefined && (
        <FolderFoot folder={folder} shown={shown} marked={marked} target={target} />
      )}
      {menu !== null && (
        <PaneMenu
          at={menu}
          label="Files"
          groups={fileMenu(menu.rows, commands)}
          onClose={() => {
            setMenu(null)
            box.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
          }}
        />
      )}
      {dialog !== null && (
        <FileDialogs place={place} dialog={dialog} onChanged={again} onClose={() => setDialog(null)} />
      )}
    </section>
  )
}

/** What is marked, else the row that the keyboard is on. */
function chosenRows(shown: FileRow[], marked: ReadonlySet<string>, selectedId: string | null): FileRow[] {
  const rows = shown.filter(({ id }) => marked.has(id))
  return rows.length > 0 ? rows : shown.filter(({ id }) => id === selectedId)
}

const isInTable = (target: EventTarget) =>
  target instanceof Element && (target.getAttribute('role') === 'grid' || target.tagName === 'SECTION')

/** The row that an event happened in. */
function rowOf(
  target: EventTarget,
  order: { current: (() => string[]) | null },
  rows: FileRow[],
): FileRow | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  const id = row === null ? undefined : order.current?.()[Number(row.dataset.index)]
  return rows.find((one) => one.id === id)
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
    if (free) (box.current.querySelector<HTMLElement>('[role="grid"]') ?? box.current).focus()
  }, [box, folder])
}

function NoFiles({ hidden, filtered, onClear }: { hidden: number; filtered: boolean; onClear: () => void }) {
  if (filtered) return <NothingMatches onClear={onClear}>No file matches the filter.</NothingMatches>
  if (hidden > 0) {
    return (
      <EmptyState>
        {hidden === 1
          ? 'There is one hidden file here.'
          : `There are ${numberText(hidden)} hidden files here.`}
      </EmptyState>
    )
  }
  return <EmptyState>This folder is empty.</EmptyState>
}
