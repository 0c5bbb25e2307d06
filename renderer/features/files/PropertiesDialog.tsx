import { useQuery } from '@tanstack/react-query'
import { pathIn, shownName } from '../../../contract/file-names.js'
import { MOST_TEXT_BYTES } from '../../../contract/files.js'
import { plural, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { exactTimeText } from '../../ui/age.js'
import { byteText } from '../../ui/byte-text.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import type { DialogProps } from './dialog-props.js'
import { copiedPath, type FileRow, kindWords } from './file-rows.js'
import classes from './files.module.css'
import { octalText, permissionText } from './permission-words.js'

/** Everything that the server tells of a file. */
export function PropertiesDialog({ instanceId, folder, row, onClose }: DialogProps & { row: FileRow }) {
  const path = pathIn(folder, row.name)
  const details = useQuery({
    ...api.files.details.queryOptions({ input: { instanceId, path } }),
    staleTime: 0,
  })
  const facts = details.data ?? { ...row, path, target: null, accessed: null }
  const { size, permissions, modified, accessed, target, uid, gid } = facts
  return (
    <Dialog title={row.shown} onClose={onClose}>
      <Fact label={say`Path`}>
        <span className={classes.wrap}>{shownName(facts.path)}</span>{' '}
        <CopyButton label={say`Copy path`} value={copiedPath(facts.path)} />
      </Fact>
      <Fact label={say`Kind`}>{kindWords(facts)}</Fact>
      {target !== null && (
        <Fact label={say`Leads to`}>
          <span className={classes.wrap}>{shownName(target)}</span>
        </Fact>
      )}
      {size !== null && !row.folder && (
        <Fact label={say`Size`}>
          {byteText(size)}
          {size > 999 && ` (${say`${plural(size, '# bytes', '# bytes')}`})`}
        </Fact>
      )}
      {modified !== null && <Fact label={say`Modified`}>{exactTimeText(modified)}</Fact>}
      {accessed !== null && <Fact label={say`Read`}>{exactTimeText(accessed)}</Fact>}
      {permissions !== null && (
        <Fact label={say`Permissions`}>
          <span className={classes.mono}>
            {permissionText(permissions)} {octalText(permissions)}
          </span>
        </Fact>
      )}
      {uid !== null && <Fact label={say`Owner`}>{say`user ${uid}, group ${gid ?? say`unknown`}`}</Fact>}
      {row.leadsTo === 'file' && (size ?? 0) > MOST_TEXT_BYTES && (
        <p className={classes.dim}>
          {say`Too large to be edited here (at most ${byteText(MOST_TEXT_BYTES)}). Download it instead.`}
        </p>
      )}
      {details.error !== null && (
        <ErrorMessage problem={errorInfo(details.error)} onRetry={() => void details.refetch()} />
      )}
    </Dialog>
  )
}
