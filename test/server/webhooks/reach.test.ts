// F100: where another program's address may lead, and what a receiver can do to whoever speaks to it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isPrivate, reach, type Resolved } from '../../../server/webhooks/reach.ts'
import { openReceiver } from '../../support/receiver.ts'

const MESSAGE = { body: '{"a":1}', headers: { 'content-type': 'application/json' } }
const to =
  (...addresses: string[]) =>
  async (): Promise<Resolved[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

let receiver: Awaited<ReturnType<typeof openReceiver>>
beforeAll(async () => {
  receiver = await openReceiver()
})
afterEach(() => {
  receiver.behaveWell()
  receiver.requests.length = 0
})
afterAll(() => receiver.close())

describe('F100 no address of this machine, its neighbours or a cloud’s own services is spoken to', () => {
  test.each([
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::7f00:1',
    '::ffff:0:7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::7f00:1',
    '5f00::1',
    'fec0::1',
    '2002:7f00:1::',
    'ff02::1',
    'not an address',
  ])('%s', (address) => expect(isPrivate(address)).toBe(true))

  test.each(['1.1.1.1', '172.32.0.1', '192.169.0.1', '93.184.216.34', '2606:4700:4700::1111', '::ffff:1.1.1.1'])(
    '%s is an address of the internet',
    (address) => expect(isPrivate(address)).toBe(false),
  )

  test.each([
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0xa9fea9fe/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://[fd00:ec2::254]/',
  ])('written out: %s', async (url) => {
    expect(await reach(url, MESSAGE, { loopback: false })).toMatchObject({ status: null, problem: 'private-address' })
  })

  test('by a name: one private address among its many is enough', async () => {
    const resolve = to('93.184.216.34', '10.0.0.1')
    expect(await reach('https://hooks.example.org/', MESSAGE, { loopback: false, resolve })).toMatchObject({
      problem: 'private-address',
    })
    expect(await reach('https://hooks.example.org/', MESSAGE, { loopback: false, resolve: to() })).toMatchObject({
      problem: 'not-found',
    })
  })

  test('over http nothing goes, but in a test to this machine', async () => {
    const resolve = to('93.184.216.34')
    expect(await reach('http://hooks.example.org/', MESSAGE, { loopback: true, resolve })).toMatchObject({
      problem: 'needs-https',
    })
    expect(await reach(receiver.url, MESSAGE, { loopback: false })).toMatchObject({ problem: 'needs-https' })
    expect(receiver.requests).toEqual([])
  })

  test('F100 a name that changes its mind is asked once: what was judged is what is connected to', async () => {
    const answers = ['127.0.0.1', '10.0.0.1', '169.254.169.254']
    let asked = 0
    const resolve = async () => [{ address: answers[asked++] ?? '', family: 4 }]
    const url = `http://rebinding.example.org:${receiver.port}/hook`
    expect(await reach(url, MESSAGE, { loopback: true, resolve })).toMatchObject({ status: 204, problem: null })
    expect(asked).toBe(1)
    expect(receiver.requests).toMatchObject([
      { path: '/hook', headers: { host: `rebinding.example.org:${receiver.port}` } },
    ])
    // Had the first answer been of the internet and the second of this machine, nothing would have come here.
    expect(await reach(url, MESSAGE, { loopback: true, resolve })).toMatchObject({ problem: 'needs-https' })
    expect(receiver.requests).toHaveLength(1)
  })
})

describe('a receiver that behaves badly', () => {
  const said = () => reach(receiver.url, MESSAGE, { loopback: true, maxMs: 300 })

  test('F100 redirects are not followed', async () => {
    receiver.answer = (response) => void response.writeHead(307, { location: `${receiver.url}/elsewhere` }).end()
    expect(await said()).toMatchObject({ status: 307, problem: 'redirected' })
    expect(receiver.requests).toHaveLength(1)
  })

  test('one that fails is told apart from one that is not there', async () => {
    receiver.answer = (response) => void response.writeHead(500).end('<html>')
    expect(await said()).toMatchObject({ status: 500, problem: 'refused' })
    receiver.answer = (response) => response.socket?.destroy()
    expect(await said()).toMatchObject({ status: null, problem: 'unreachable' })
  })

  test('one that stalls is left, and so is a name that never resolves', async () => {
    receiver.answer = () => undefined
    expect(await said()).toMatchObject({ status: null, problem: 'too-slow' })
    const never = () => new Promise<Resolved[]>(() => undefined)
    expect(
      await reach('https://slow.example.org/', MESSAGE, { loopback: true, maxMs: 50, resolve: never }),
    ).toMatchObject({
      problem: 'too-slow',
    })
  })

  test('one that talks without end before it answers is not listened to', async () => {
    receiver.answer = (response) => {
      const { socket } = response
      socket?.write('HTTP/1.1 200 OK\r\n')
      const more = () => {
        if (socket && !socket.destroyed) socket.write(`x-more: ${'x'.repeat(8_000)}\r\n`, () => setImmediate(more))
      }
      more()
    }
    expect(await said()).toMatchObject({ status: null, problem: 'unreachable' })
    expect(await said(), 'nor is it waited for').toMatchObject({ status: null })
  })

  test('one that lies about the length of its answer, or never ends it, has answered', async () => {
    receiver.answer = (response) => {
      response.writeHead(200, { 'content-length': '10' })
      response.write('short')
      response.socket?.end()
    }
    expect(await said()).toMatchObject({ status: 200, problem: null })
    receiver.answer = (response) => {
      response.writeHead(200)
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(more))
      }
      more()
    }
    expect(await said()).toMatchObject({ status: 200, problem: null })
  })
})
