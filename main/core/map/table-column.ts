/** A column of a table in a file. */
export interface TableColumn<T> {
  /** In lower case with underscores: a header in CSV, a member in JSON. */
  name: string
  value: (row: T) => string | number | null | string[]
}
