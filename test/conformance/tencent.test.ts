import { describe } from 'vitest'
import { describeCloud } from './suite.js'
import { tencentSubject } from './tencent.js'

describe('Tencent Cloud', () => describeCloud(tencentSubject))
