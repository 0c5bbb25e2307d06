import { useEffect, useState } from 'react'
import { pathIn, shownName } from '../../../contract/file-names.js'
import type { FileCount, FileProgress } from '../../../contract/files.js'
import { plural, say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { useIteration } from '../../api/use-iteration.js'
import { byteText } from '../../ui/byte-text.js'
import { Consequences } from '../../ui/Consequences.js'
import { Sheet } from '../../ui/Sheet.js'
import type { DialogProps } from './dialog-props.js'
import { countWords, type FileRow } from './file-rows.js'
import { ManyWork } from './ManyWork.js'

/** Says what is deleted, folders with all that is in them counted, and then deletes it. */
export function RemoveSheet({
  instanceId,
  instanceName,
  folder,
  rows,
  onChanged,
  onClose,
}: DialogProps & { rows: FileRow[] }) {
  const [started, setStarted] = useState(false)
  const paths = rows.map(({ name }) => pathIn(folder, name))
  const withFolders = rows.some(({ kind }) => kind === 'folder')
  const counted = useIteration<FileCount, FileCount>({
    open: (signal) => rpc.files.count({ instanceId, paths }, { signal }),
    of: withFolders ? 'count' : null,
    add: (_before, came) => came,
  })
  const work = useIteration<FileProgress, FileProgress>({
    open: (signal) => rpc.files.remove({ instanceId, paths }, { signal }),
    of: started ? 'remove' : null,
    add: (_before, came) => came,
  })
  const done = work.ended
  const gone = done && work.problem === undefined && work.value?.failed === 0
  useEffect(() => {
    if (gone) {
      onChanged()
      onClose()
    }
  }, [gone, onChanged, onClose])
  const close = () => {
    if (started) onChanged()
    onClose()
  }
  const count = counted.value
  const all = count?.complete ? count.files + count.folders : withFolders ? null : rows.length
  return (
    <Sheet
      title={say`Delete ${countWords(rows)}?`}
      verb={say`Delete`}
      danger
      busy={started && !done}
      done={done && work.problem === undefined}
      closeWord={started && !done ? say`Stop` : say`Cancel`}
      problem={work.problem ?? counted.problem}
      onSubmit={() => (done ? close() : setStarted(true))}
      onClose={close}
    >
      <Consequences sentences={sentences(rows, folder, instanceName, count)} />
      {started && <ManyWork label={say`Deleting`} work={work.value} of={all} />}
    </Sheet>
  )
}

function sentences(rows: FileRow[], folder: string, on: string, count: FileCount | undefined): string[] {
  const links = rows.filter(({ kind }) => kind === 'link').length
  const where = shownName(folder)
  return [
    rows.length === 1
      ? say`It goes from ${where} on ${on} for good: servers have no bin.`
      : say`They go from ${where} on ${on} for good: servers have no bin.`,
    count !== undefined && insideWords(count),
    count !== undefined &&
      count.unreadable > 0 &&
      say`${plural(count.unreadable, '# folder', '# folders')} can not be looked into.`,
    links > 0 && say`Of links only the links themselves are deleted, not what they lead to.`,
  ].filter((sentence) => sentence !== false)
}

function insideWords({ complete, files, folders, bytes }: FileCount): string {
  const size = byteText(bytes)
  return complete
    ? say`In all: ${plural(files, '# file', '# files')}, ${size}, in ${plural(folders, '# folder', '# folders')}.`
    : say`So far counted: ${plural(files, '# file', '# files')}, ${size}, in ${plural(folders, '# folder', '# folders')}.`
}
