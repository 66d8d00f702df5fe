import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of an authority of one's own, and of a certificate that it signed for 127.0.0.1 and localhost. */
export interface Certificates {
  readonly ca: string
  readonly certificate: string
  readonly key: string
}

/** Whether certificates cannot be made here, or the server was built without TLS: told to listen nowhere, it ends at once. */
export const withoutTls = (() => {
  const server = spawnSync('redis-server', ['--port', '0', '--tls-port', '0', '--save', ''], { encoding: 'utf8' })
  return spawnSync('openssl', ['version']).status !== 0 || /Bad directive/.test(`${server.stdout}${server.stderr}`)
})()

export function makeCertificates(cwd: string): Certificates {
  const at = (name: string) => join(cwd, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' })
  const made = (key: string, ...rest: string[]) => [
    ...['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', at(key), '-days', '2', ...rest],
  ]
  openssl(...made('ca.key', '-x509', '-subj', '/CN=Authority of a test', '-out', at('ca.pem')))
  openssl(...made('server.key', '-subj', '/CN=A server of a test', '-out', at('server.csr')))
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost')
  openssl(
    ...['x509', '-req', '-in', at('server.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'],
    ...['-days', '2', '-extfile', at('names'), '-out', at('server.pem')],
  )
  return { ca: at('ca.pem'), certificate: at('server.pem'), key: at('server.key') }
}
