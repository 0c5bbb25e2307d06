import { Group, TagsInput, Textarea, TextInput } from '@mantine/core'
import { KeyNotes } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { wrongIn } from '../../ui/what-is-wrong.js'

interface Props {
  notes: KeyNotes
  /** Tags of other key pairs, to be chosen from. */
  tags: string[]
  onChange: (notes: KeyNotes) => void
  /** What stands in the comment while it is empty. */
  commentPlaceholder?: string
}

export const noNotes: KeyNotes = { description: '', tags: [], comment: '', expiresOn: null }

/** What a user may say of a key pair: description, tags, comment, expiry date. */
export function NotesFields({ notes, tags, onChange, commentPlaceholder = '' }: Props) {
  const wrong = notesProblems(notes)
  return (
    <>
      <Textarea
        label={say`Description`}
        description={say`What it is for. Found by the search.`}
        rows={2}
        value={notes.description}
        error={wrong.description}
        onChange={(event) => onChange({ ...notes, description: event.currentTarget.value })}
      />
      <TagsInput
        label={say`Tags`}
        description={say`Enter or a comma ends a tag.`}
        data={tags}
        value={notes.tags}
        error={wrong.tags}
        acceptValueOnBlur
        clearable={false}
        isDuplicate={(tag, others) => others.some((other) => other.toLowerCase() === tag.toLowerCase())}
        onChange={(given) => onChange({ ...notes, tags: given.flatMap(tagsIn) })}
      />
      <Group gap="md" align="flex-start" grow>
        <TextInput
          label={say`Comment`}
          description={say`The end of the public key line.`}
          placeholder={commentPlaceholder}
          value={notes.comment}
          error={wrong.comment}
          onChange={(event) => onChange({ ...notes, comment: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={say`Expires on`}
          description={say`The last day of use. Latchkey warns; nothing is switched off.`}
          value={notes.expiresOn ?? ''}
          error={wrong.expiresOn}
          onChange={(event) => onChange({ ...notes, expiresOn: event.currentTarget.value || null })}
        />
      </Group>
    </>
  )
}

/** A comma ends a tag also where several were pasted at once. What is wrong with one is said below the field. */
const tagsIn = (given: string) => given.split(',').flatMap((tag) => tag.trim() || [])

/** What is wrong with each field; empty if nothing is. */
export function notesProblems(notes: KeyNotes): Partial<Record<keyof KeyNotes, string>> {
  return Object.fromEntries(wrongIn(KeyNotes, notes).map(({ path, message }) => [String(path[0]), message]))
}

/** Every tag in use, sorted. */
export function allTags(keys: { tags: string[] }[]): string[] {
  return [...new Set(keys.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b))
}
