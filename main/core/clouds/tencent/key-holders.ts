import { z } from 'zod'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import type { CloudImage, CloudKeyRef, KeyHolders } from '../cloud.js'
import type { Client } from './client.js'
import { KeyPair } from './key-record.js'
import { listAll } from './paging.js'
import type { Regions } from './regions.js'

/** https://www.tencentcloud.com/document/product/213/15753#Image */
const Image = z.object({
  ImageId: z.string(),
  ImageName: z.string().nullish(),
  CreatedTime: z.string().nullish(),
  Platform: z.string().nullish(),
})
type Image = z.infer<typeof Image>

/** Found in a region. */
interface Placed {
  region: string
  image: Image
}

/**
 * What Tencent Cloud keeps keys for: instances, which each key names, and custom images, which nothing names. Of these, all of
 * the account's own are told that may have a key: none that is older than the key, and none of Windows.
 */
export function createKeyHolders(client: Client, regions: Regions) {
  async function imagesOrProblem(
    signal?: AbortSignal,
  ): Promise<{ all: Placed[]; problem: LatchkeyError | null }> {
    let problem: LatchkeyError | null = null
    try {
      const found = await regions.everywhere(
        (region) => imagesIn(client, region, signal),
        signal,
        (_region, error) => {
          problem = error
        },
      )
      const all = found.flatMap(({ region, result }) => result.map((image) => ({ region, image })))
      return { all, problem }
    } catch (error) {
      if (!isLatchkeyError(error) || error.code === 'cancelled') throw error
      return { all: [], problem: error }
    }
  }

  return async (keys: CloudKeyRef[], signal?: AbortSignal): Promise<KeyHolders[]> => {
    const [pairs, images] = await Promise.all([
      listAll(client, { action: 'DescribeKeyPairs' }, 'KeyPairSet', KeyPair, signal),
      imagesOrProblem(signal),
    ])
    return keys.map((key) => {
      const pair = pairs.find((one) =>
        key.cloudKeyId ? one.KeyId === key.cloudKeyId : one.KeyName === key.name,
      )
      if (pair === undefined) return { instanceIds: [], images: [], problem: null }
      const mayHave = images.all.filter(({ image }) => mayHold(image, pair))
      return {
        instanceIds: pair.AssociatedInstanceIds ?? [],
        images: mayHave.map(toImage),
        problem: images.problem,
      }
    })
  }
}

function imagesIn(client: Client, region: string, signal?: AbortSignal): Promise<Image[]> {
  const params = { Filters: [{ Name: 'image-type', Values: ['PRIVATE_IMAGE'] }] }
  return listAll(client, { action: 'DescribeImages', region, params }, 'ImageSet', Image, signal)
}

function mayHold({ CreatedTime, Platform }: Image, { CreatedTime: keyMade }: KeyPair): boolean {
  if (/windows/i.test(Platform ?? '')) return false
  const [made, since] = [Date.parse(CreatedTime ?? ''), Date.parse(keyMade ?? '')]
  return Number.isNaN(made) || Number.isNaN(since) || made >= since
}

function toImage({ region, image: { ImageId: id, ImageName: name } }: Placed): CloudImage {
  return { id, name: name || id, region }
}
