/** Offers a text to be saved as a file, the way the browser or the app does that; a long one in the pieces that it came in. */
export function saveText(name: string, type: string, ...pieces: string[]): void {
  const url = URL.createObjectURL(new Blob(pieces, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
