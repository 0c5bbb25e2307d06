import { describe } from 'vitest'
import { cloudstackSubject } from './cloudstack.js'
import { describeCloud } from './suite.js'

describe('CloudStack 4.22', () => describeCloud(cloudstackSubject('4.22.0.0')))
describe('CloudStack 4.11', () => describeCloud(cloudstackSubject('4.11.3.0')))
