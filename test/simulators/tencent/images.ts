import { type Action, type Call, cvm, page } from './action.js'
import { invalidValue } from './errors.js'
import type { Image, State } from './state.js'
import { newId, serverTime } from './state.js'

/** https://www.tencentcloud.com/document/product/213/33272: of the filters the type alone, and of the types the account's own. */
export const images: Record<string, Action> = {
  DescribeImages: cvm(list, { regional: true, takes: ['Filters', 'Offset', 'Limit'] }),
}

function list(call: Call): object {
  const filters = (call.params.Filters ?? []) as { Name?: string; Values?: string[] }[]
  const [type] = filters
  if (filters.length !== 1 || type?.Name !== 'image-type' || type.Values?.join() !== 'PRIVATE_IMAGE')
    throw invalidValue('Only the filter `image-type` of `PRIVATE_IMAGE` is known.')
  const here = call.state.images.filter(({ region }) => region === call.region)
  return page(call, 'ImageSet', here.map(toResponse))
}

/** Adds without any check. */
export function addImage(state: State, name: string, spec: Partial<Image> = {}): Image {
  const added: Image = {
    id: newId('img'),
    name,
    region: state.regions[0] ?? '',
    platform: 'Ubuntu',
    created: new Date(serverTime(state)).toISOString().replace(/\.\d+Z$/, 'Z'),
    keyIds: [],
    ...spec,
  }
  state.images.push(added)
  return added
}

const toResponse = ({ id, name, platform, created }: Image) => ({
  ImageId: id,
  ImageName: name,
  ImageType: 'PRIVATE_IMAGE',
  ImageSource: 'CREATE_IMAGE',
  ImageState: 'NORMAL',
  ImageDescription: '',
  ImageSize: 20,
  ImageCreator: '100000000001',
  OsName: `${platform} Server 22.04 LTS 64bit`,
  Platform: platform,
  Architecture: 'x86_64',
  CreatedTime: created,
  SyncPercent: null,
  IsSupportCloudinit: true,
  SnapshotSet: [],
  Tags: [],
})
