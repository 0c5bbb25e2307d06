import { describe } from 'vitest'
import { openstackSubject } from './openstack.js'
import { describeCloud } from './suite.js'

describe('OpenStack, Nova 2.93', () => describeCloud(openstackSubject('password', {})))
describe('OpenStack, Nova 2.60 by application credential', () =>
  describeCloud(
    openstackSubject('credential', {
      settings: { maxMicroversion: 60, projectInUrl: true, tokenTtlMs: 20_000 },
    }),
  ))
