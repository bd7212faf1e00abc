// F18–F20 Redis is a hint: without it the node works, publishing never fails, and connections come back by themselves.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connectRedis, type Redis } from '../../server/platform/redis.ts'
import { silent } from '../server/platform/support.ts'
import { startProxy } from '../support/proxy.ts'
import { missing, type RedisServer, startRedis } from '../support/services.ts'
import { until } from '../support/until.ts'

describe.skipIf(missing('redis'))('Redis goes away', () => {
  let server: RedisServer
  let redis: Redis | undefined
  const unhandled: unknown[] = []
  const note = (error: unknown) => void unhandled.push(error)

  beforeAll(async () => {
    process.on('unhandledRejection', note)
    server = await startRedis()
  })
  afterEach(async () => {
    await redis?.close()
    expect(unhandled).toEqual([])
  })
  afterAll(async () => {
    await server?.stop()
    process.off('unhandledRejection', note)
  })

  test('F18 started without Redis, the node works alone and joins when Redis comes', async () => {
    await server.kill()
    redis = await connectRedis(server.url, silent)
    expect(redis.ready()).toBe(false)
    await expect(redis.ping()).rejects.toThrow(/does not answer/)
    expect(await redis.send('hints', Buffer.from('lost'))).toBe(0)
    await server.start()
    await until(() => redis!.ping().then(() => true), 'Redis')
    expect(redis.ready()).toBe(true)
  })

  test('F19 killed and restarted: publishing drops hints, subscriptions and onReady come back', async () => {
    redis = await connectRedis(server.url, silent)
    const heard: string[] = []
    let readies = 0
    redis.onReady(() => void readies++)
    await redis.listen('hints', (message) => void heard.push(message.toString()))
    await redis.send('hints', Buffer.from('before'))
    await until(() => heard.includes('before'), 'the first hint')
    await server.kill()
    await until(() => !redis!.ready(), 'the loss to be noticed')
    const dropped = await Promise.all(Array.from({ length: 5_000 }, () => redis!.send('hints', Buffer.from('lost'))))
    expect(dropped.every((count) => count === 0)).toBe(true)
    await server.start()
    await until(() => readies === 1 && redis!.ready(), 'the return')
    await until(async () => {
      await redis!.send('hints', Buffer.from('after'))
      return heard.includes('after')
    }, 'a hint after the return')
    expect(heard).not.toContain('lost')
  })

  test('F18 a Redis that accepts and hangs up does not cost the subscription', async () => {
    const wire = await startProxy(server)
    wire.refuse(true)
    redis = await connectRedis(`redis://127.0.0.1:${wire.port}`, silent)
    const heard: string[] = []
    void redis.listen('hints', (message) => void heard.push(message.toString()))
    await expect(redis.ping()).rejects.toThrow(/does not answer/)
    wire.refuse(false)
    await until(async () => {
      await redis!.send('hints', Buffer.from('after'))
      expect(heard).toContain('after')
    }, 'a hint once it is there')
    await redis.close()
    await wire.close()
  })

  test('F20 a frozen Redis is not waited for', async () => {
    redis = await connectRedis(server.url, silent)
    server.freeze()
    await expect(redis.ping()).rejects.toThrow(/does not answer/)
    server.thaw()
    await until(() => redis!.ping().then(() => true), 'Redis')
  })
})
