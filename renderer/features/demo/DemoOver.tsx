import { useEffect } from 'react'
import { say } from '../../../contract/words/say.js'
import { Cover } from '../../ui/Cover.js'

/** After a demo: the page that it was opened from takes the place of this one, where there is one. */
export function DemoOver({ back }: { back: string | null }) {
  useEffect(() => {
    if (back !== null) location.replace(back)
  }, [back])
  return (
    <Cover title={say`The demo has ended`} late={back !== null}>
      <p>{say`All that was made in it is deleted. You can close this page.`}</p>
    </Cover>
  )
}
