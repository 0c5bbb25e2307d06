import type { Action } from './action.js'

export const identity: Record<string, Action> = {
  DescribeRegions: {
    service: 'region',
    version: '2022-06-27',
    regional: false,
    takes: ['Product', 'Scene'],
    run: ({ state }) => ({
      TotalCount: state.regions.length + 1,
      RegionSet: [
        ...state.regions.map((region) => entry(region, 'AVAILABLE')),
        entry('ap-nowhere', 'UNAVAILABLE'),
      ],
    }),
  },
  GetCallerIdentity: {
    service: 'sts',
    version: '2018-08-13',
    regional: true,
    takes: [],
    run: ({ state }) => {
      const { ownerUin, userUin } = state.identity
      return {
        Arn: `qcs::cam::uin/${ownerUin}:uin/${userUin}`,
        AccountId: ownerUin,
        UserId: userUin,
        PrincipalId: userUin,
        Type: ownerUin === userUin ? 'CAMUser' : 'SubAccount',
      }
    },
  },
}

const entry = (Region: string, RegionState: string) => ({
  Region,
  RegionName: Region,
  RegionState,
  RegionTypeMC: null,
  LocationMC: null,
  RegionNameMC: null,
  RegionIdMC: null,
})
