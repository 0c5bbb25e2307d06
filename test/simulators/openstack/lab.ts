import { randomUUID } from 'node:crypto'
import { blobFromKey, publicKeyLine } from '../../../main/core/keys/public-key.js'
import { freshKey } from '../../helpers/fresh-key.js'
import { newCredential, newProject, newUser } from './seed.js'
import { startOpenStackSimulator } from './simulator.js'
import type { ApplicationCredential } from './state.js'

export interface LabSimulator {
  /** As the lab of a real OpenStack describes itself. */
  description: object
  stop(): Promise<void>
}

const newLine = () => publicKeyLine(blobFromKey(freshKey('ed25519')), 'lab')

/** The simulator with the users, credentials and servers of the lab in which a real OpenStack was asked. */
export async function startLabSimulator(): Promise<LabSimulator> {
  const sim = await startOpenStackSimulator({ settings: { maxLimit: 3 } })
  const { state, user, project } = sim
  const mallory = newUser('mallory', project)
  const tightProject = newProject('tight')
  const tight = { ...newUser('tight', tightProject), keyPairQuota: 2 }
  state.users.push(mallory, tight)
  state.projects.push(tightProject)
  state.images.push({ id: randomUUID(), name: 'lab-image', properties: {} })

  const add = (credential: ApplicationCredential) => {
    state.credentials.push(credential)
    return { id: credential.id, secret: credential.secret }
  }
  const { id, secret } = add(newCredential(user, project))
  const keyPairsOnly = [
    'GET /os-keypairs',
    'POST /os-keypairs',
    'GET /os-keypairs/*',
    'DELETE /os-keypairs/*',
  ]

  const region = state.regions[0] ?? ''
  for (const owner of [user, mallory])
    state.keyPairs.push({
      id: state.keyPairs.length + 1,
      name: 'lab-boot',
      user: owner,
      region,
      publicKey: newLine(),
    })
  sim.addServer({
    name: 'web-1',
    keyName: 'lab-boot',
    fixed: ['10.20.0.77', 'fd20::356'],
    floating: ['203.0.113.102'],
  })
  sim.addServer({ name: 'db-1', keyName: 'lab-boot', fixed: ['10.20.0.111', 'fd20::3c'] })
  sim.addServer({ name: 'nokey-1', fixed: [] })
  sim.addServer({ name: 'mallory-1', keyName: 'lab-boot', fixed: [], user: mallory })
  return {
    stop: sim.stop,
    description: {
      auth_url: sim.identity,
      region: state.regions[0],
      ...{ username: user.name, password: user.password, project: project.name, domain: 'Default' },
      application_credential_id: id,
      application_credential_secret: secret,
      other_application_credentials: {
        'lab-expired': add({ ...newCredential(user, project), expired: true }),
        'lab-keypairs-only': add(newCredential(user, project, keyPairsOnly)),
      },
      other_users: [
        { username: mallory.name, password: mallory.password, project: project.name },
        { username: tight.name, password: tight.password, project: tightProject.name },
      ],
      servers: state.servers.map((server) => ({ id: server.id, name: server.name })),
    },
  }
}
