import { describe, expect, it } from 'vitest'
import { defaultConnection } from '../../../contract/connection.js'
import { checkForm, formOf, withRemedies } from './connection-form.js'

const form = formOf(defaultConnection)

describe('the form of a connection', () => {
  it('stands for the same options again', () => {
    const options = {
      ...defaultConnection,
      user: 'admin',
      agent: '/run/agent.sock',
      environment: [
        { name: 'LANG', value: 'de_DE.UTF-8' },
        { name: 'A', value: 'b=c d' },
      ],
    }
    expect(checkForm(formOf(options))).toEqual({ options, problems: {} })
    expect(checkForm(form).options).toEqual(defaultConnection)
  })

  it('says of each field what is wrong with it', () => {
    const wrong = { ...form, user: 'a b', agent: 'agent', environment: 'A=1\n2B=x', connectSeconds: 0 }
    const { options, problems } = checkForm(wrong)
    expect(options).toBeNull()
    expect(Object.keys(problems).sort()).toEqual(['agent', 'connectSeconds', 'environment', 'user'])
    expect(checkForm({ ...form, environment: 'A=1\nA=2' }).problems.environment).toContain('once only')
  })

  it('has ticked what would have helped, beside what was ticked', () => {
    const ticked = withRemedies({ ...form, weakAlgorithms: ['ssh-rsa'] }, [
      { kind: 'choose-way', way: 'password' },
      { kind: 'allow-weak', algorithms: ['ssh-rsa', '3des-cbc'] },
    ])
    expect(ticked.ways).toEqual({ agent: false, prompts: false, password: true })
    expect(ticked.weakAlgorithms).toEqual(['ssh-rsa', '3des-cbc'])
  })
})
