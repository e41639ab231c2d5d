import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { readWebm } from '@mauzin/media/testing';
import type { Rendition } from '@mauzin/shared';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';

import { BuiltRelay } from '../../testing/built-relay.ts';
import { numbered, numberOf, type Phone, Stage } from '../../testing/relay-rig.ts';
import { relayProgram } from './relay-program.ts';
import type { RelayOptions } from './relay.ts';

// Each starts processes, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 60_000 });
const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 30_000, interval: 20 });

let built: BuiltRelay;
beforeAll(async () => {
  built = await BuiltRelay.build();
}, 60_000);
afterAll(() => built.close());

async function setUp(options: Partial<RelayOptions> = {}): Promise<Stage> {
  const { execArgv, program } = built;
  const stage = await Stage.open({ execArgv, program, ...options });
  onTestFinished(() => stage.close());
  return stage;
}

/** Everything between the first and the last packet came, once, and in order. */
function expectComplete(numbers: readonly number[]): void {
  const first = numbers[0] ?? 0;
  expect(numbers).toEqual(numbers.map((_, index) => first + index));
}

const hears = (phone: Phone, packets: number): Promise<void> =>
  eventually(() => phone.heard).toBeGreaterThanOrEqual(packets);

/** Waits for this many packets more. */
const goesOn = (phone: Phone, packets = 50): Promise<void> => hears(phone, phone.heard + packets);

/** Whether a process of this id is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('sound through the relay', () => {
  test('reaches every listener whole, from one copy of the desktop’s', async () => {
    const stage = await setUp();
    const phones = [stage.phone('a'), stage.phone('b')];
    stage.want('normal', true);
    for (const phone of phones) phone.listen();
    for (const phone of phones) await hears(phone, 100);
    for (const phone of phones) {
      expectComplete(phone.numbers);
      for (const { payload } of phone.receiver?.packets ?? []) {
        expect(Buffer.from(payload)).toEqual(numbered(numberOf(payload)));
      }
      expect(phone.told).toContain('reached');
    }
    expect(stage.desktop.open).toBe(1);
    expect(phones[0]?.connection).toMatch(/^relay-/);
    expect([stage.desktop.errors, stage.logged]).toEqual([[], []]);
  });

  test('the saver has an uplink of its own', async () => {
    const stage = await setUp();
    const phone = stage.phone('a');
    stage.want('saver', true);
    phone.listen('saver');
    await hears(phone, 10);
    const asked = stage.of('to-broadcaster').map(({ rendition }) => rendition);
    expect(new Set(asked)).toEqual(new Set(['saver']));
  });

  test('where there is no saver, whoever asks for it hears the normal one, without a copy more', async () => {
    const stage = await setUp({ maxListeners: 1, maxProcesses: 2 });
    const phones = [stage.phone('a'), stage.phone('b')];
    for (const phone of phones) phone.listen('saver');
    stage.want('normal', true);
    for (const phone of phones) await hears(phone, 50);
    for (const phone of phones) expectComplete(phone.numbers);
    expect(stage.desktop.open).toBe(1);
    // The station has one after all.
    stage.want('saver', true);
    await eventually(() => stage.desktop.open).toBe(2);
    for (const phone of phones) await goesOn(phone);
    for (const phone of phones) expect(phone.offers).toBe(1);
    stage.want('saver', false);
    for (const phone of phones) await goesOn(phone);
  });

  test('what is lost on the way to it is mended: RED goes on by itself, and nobody misses a packet', async () => {
    const stage = await setUp();
    const phone = stage.phone('a');
    stage.want('normal', true);
    phone.listen();
    await hears(phone, 10);
    stage.desktop.loseEvery = 8;
    await eventually(() => stage.desktop.redundant).toBe(true);
    const [report] = stage
      .of('to-broadcaster')
      .flatMap(({ message }) => (message.type === 'health' ? [message.report] : []));
    expect(report).toMatchObject({ route: 'direct' });
    expect(report?.lossShare).toBeGreaterThan(0.03);
    await goesOn(phone, 20); // packets that were on their way without it
    const before = phone.numbers.at(-1) ?? 0;
    await goesOn(phone, 100);
    const since = phone.numbers.filter((number) => number > before);
    expect(since.length).toBeGreaterThanOrEqual(90);
    expectComplete(since);
  });

  test('it sends nothing to addresses that a listener makes up', async () => {
    const stranger = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    let packets = 0;
    stranger.on('message', () => (packets += 1));
    const stage = await setUp();
    const phone = stage.phone('a');
    phone.names = [`candidate:1 1 UDP 2130706431 127.0.0.1 ${stranger.address().port} typ host`];
    stage.want('normal', true);
    phone.listen();
    await hears(phone, 50);
    expect(packets).toBe(0);
  });

  test('an uplink that is not wanted any more is let go, and may be wanted again', async () => {
    const stage = await setUp();
    const phone = stage.phone('a');
    stage.want('normal', true);
    phone.listen();
    await hears(phone, 10);
    stage.want('normal', false);
    await eventually(() => stage.relay.stats()[0]?.uplinks).toBe(0);
    expect(stage.desktop.broadcaster.connected).toBe(0);
    const { heard } = phone;
    stage.want('normal', true);
    await hears(phone, heard + 20);
    expect(phone.offers).toBe(1); // the listener's own connection stayed
  });

  test('an uplink whose packets stop without a word asks anew, and everybody goes on', async () => {
    const stage = await setUp();
    const phone = stage.phone('a');
    stage.want('normal', true);
    phone.listen();
    await hears(phone, 10);
    stage.desktop.broadcaster.receive({ type: 'listener-left', listener: 'relay-normal', reason: 'bye' });
    await eventually(() => stage.asked).toBe(2);
    await goesOn(phone);
    expect([phone.offers, stage.desktop.open]).toEqual([1, 1]);
  });
});

describe('processes', () => {
  test('a further one is started when the first is full, and gets its sound from there', async () => {
    const stage = await setUp({ maxListeners: 2, maxProcesses: 2 });
    const phones = ['a', 'b', 'c', 'd'].map((id) => stage.phone(id));
    stage.want('normal', true);
    for (const phone of phones) phone.listen();
    expect(stage.relayed.isOpen).toBe(false);
    await eventually(() => stage.of('changed').length).toBe(1);
    const fifth = stage.phone('e');
    fifth.listen();
    expect(fifth.told).toEqual(['refuse']);
    for (const phone of phones) await hears(phone, 100);
    for (const phone of phones) expectComplete(phone.numbers);
    expect(stage.desktop.open).toBe(1);
    await eventually(() => stage.relay.stats().map(({ listeners }) => listeners)).toEqual([2, 2]);
    const [first, second] = stage.relay.stats();
    expect(first?.pid).not.toBe(second?.pid);
    expect(first?.port).not.toBe(second?.port);
    phones[0]?.say('unlisten');
    expect(stage.relayed.isOpen).toBe(true);
    fifth.listen();
    await hears(fifth, 20);
  });

  test('one that is killed is told as lost, comes back, and is heard again', async () => {
    const stage = await setUp();
    const phones = [stage.phone('a'), stage.phone('b')];
    stage.want('normal', true);
    for (const phone of phones) phone.listen();
    for (const phone of phones) await hears(phone, 10);
    await eventually(() => stage.relay.stats().length).toBe(1);
    const pid = stage.relay.stats()[0]?.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    await eventually(() => stage.of('lost').flatMap(({ listeners }) => listeners)).toEqual(
      phones.map(({ id }) => id),
    );
    for (const phone of phones) phone.listen();
    await eventually(() => phones.map(({ offers }) => offers)).toEqual([2, 2]);
    for (const phone of phones) await hears(phone, 50);
    await eventually(() => stage.relay.stats().length).toBe(1);
    expect(stage.relay.stats()[0]?.pid).not.toBe(pid);
    expect(stage.relay.isReady).toBe(true);
  });

  test('the home of others’ sound is killed: it comes to them by the next', async () => {
    const stage = await setUp({ maxListeners: 1, maxProcesses: 2 });
    const [first, second] = [stage.phone('a'), stage.phone('b')];
    stage.want('normal', true);
    first.listen();
    second.listen();
    await hears(second, 10);
    await eventually(() => stage.relay.stats().length).toBe(2);
    process.kill(stage.relay.stats()[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => stage.of('lost').length).toBe(1);
    await goesOn(second, 100);
    expect([second.offers, stage.of('lost')[0]?.listeners]).toEqual([1, [first.id]]);
  });

  test('a taken port is told in words, and makes the relay not ready', async () => {
    const taken = createSocket('udp4');
    taken.bind(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const stage = await setUp({ port: taken.address().port });
    await eventually(() => stage.relay.isReady).toBe(false);
    await expect(stage.relay.start()).rejects.toMatchObject({
      name: 'RelayError',
      reason: 'port-taken',
      message: expect.stringContaining(String(taken.address().port)),
    });
    expect([stage.relay.isReady, stage.relayed.isOpen]).toEqual([false, false]);
    expect(stage.of('changed')).toHaveLength(1);
  });

  test('an address may be a name; one that leads nowhere is told', async () => {
    const stage = await setUp({ bindAddress: 'localhost' });
    await stage.relay.start();
    expect(stage.relay.isReady).toBe(true);
    const lost = await setUp({ bindAddress: 'nowhere.invalid' });
    await expect(lost.relay.start()).rejects.toMatchObject({ reason: 'address-unavailable' });
  });

  test('one ends with the service, even where that is killed', async () => {
    const { execArgv, program } = relayProgram();
    const script = `
      import { fork } from 'node:child_process';
      const options = { serialization: 'advanced', execArgv: ${JSON.stringify(execArgv)} };
      const child = fork(${JSON.stringify(program)}, [], options);
      child.on('message', () => console.log(child.pid)); // when it is ready, and each second
      child.send([{ type: 'begin', settings: { port: 'any', bindAddress: '127.0.0.1' } }]);
    `;
    const service = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    onTestFinished(() => void service.kill('SIGKILL'));
    const [line] = (await once(service.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGTERM'); // a terminal's signal goes to all; its parent says when it is time
    process.kill(pid, 'SIGINT');
    for (let beat = 0; beat < 2; beat += 1) await once(service.stdout, 'data');
    service.kill('SIGKILL');
    await eventually(() => isAlive(pid)).toBe(false);
  });

  test('closing ends every process and gives the ports back', async () => {
    const stage = await setUp({ maxListeners: 1, maxProcesses: 2 });
    const phones = [stage.phone('a'), stage.phone('b')];
    stage.want('normal', true);
    for (const phone of phones) phone.listen();
    for (const phone of phones) await hears(phone, 5);
    await eventually(() => stage.relay.stats().length).toBe(2);
    const stats = stage.relay.stats();
    await Promise.all([stage.relay.close(), stage.relay.close()]);
    expect(stats.map(({ pid }) => isAlive(pid))).toEqual([false, false]);
    for (const { port } of stats) {
      const socket = createSocket('udp4');
      socket.bind(port, '127.0.0.1');
      await once(socket, 'listening');
      socket.close();
    }
    expect([stage.relay.isReady, stage.relay.stats(), stage.relayed.isOpen]).toEqual([false, [], false]);
    stage.want('normal', true);
    await expect(stage.relay.start()).rejects.toMatchObject({ reason: 'closed' });
  });
});

describe('the HTTP stream', () => {
  const reader = (stage: Stage, rendition: Rendition = 'normal') => {
    const pieces: Buffer[] = [];
    let ended = false;
    const open = stage.relay.streams.open(
      { station: 'noor', rendition, filled: false },
      {
        write: (bytes) => pieces.push(Buffer.from(bytes)) > 0,
        end: () => {
          ended = true;
        },
      },
    );
    return { open, bytes: () => Buffer.concat(pieces), ended: () => ended };
  };

  test('is WebM of the same packets, from the same uplink, handed over only while somebody reads', async () => {
    const stage = await setUp();
    expect(stage.relay.streams.available('noor')).toBe(true);
    const first = reader(stage);
    expect(stage.of('readers')).toEqual([{ type: 'readers', normal: 1, saver: 0 }]);
    stage.want('normal', true); // as a room does, once somebody reads
    await eventually(() => first.bytes().length).toBeGreaterThan(8_000);
    const numbers = (await readWebm(first.bytes())).map(({ payload }) => numberOf(payload));
    expect(numbers.length).toBeGreaterThan(50);
    expectComplete(numbers);
    expect(stage.desktop.open).toBe(1);
    first.open?.close();
    expect(stage.of('readers').at(-1)).toEqual({ type: 'readers', normal: 0, saver: 0 });
    stage.want('normal', false);
    expect(first.ended()).toBe(false); // it went by itself
  });

  test('ends when the station’s sound is not wanted any more', async () => {
    const stage = await setUp();
    const only = reader(stage);
    stage.want('normal', true);
    await eventually(() => only.bytes().length).toBeGreaterThan(0);
    stage.want('normal', false);
    expect(only.ended()).toBe(true);
  });

  test('is the normal one where there is no saver', async () => {
    const stage = await setUp();
    const only = reader(stage, 'saver');
    expect(stage.of('readers')).toEqual([{ type: 'readers', normal: 0, saver: 1 }]);
    stage.want('normal', true);
    await eventually(() => only.bytes().length).toBeGreaterThan(2_000);
    stage.want('normal', false);
    expect(only.ended()).toBe(true);
  });

  test('goes on over a killed process', async () => {
    const stage = await setUp();
    const only = reader(stage);
    stage.want('normal', true);
    await eventually(() => only.bytes().length).toBeGreaterThan(2_000);
    await eventually(() => stage.relay.stats().length).toBe(1);
    process.kill(stage.relay.stats()[0]?.pid ?? 0, 'SIGKILL');
    const { length } = only.bytes();
    await eventually(() => only.bytes().length).toBeGreaterThan(length + 5_000);
    const packets = await readWebm(only.bytes());
    // The pause is filled with silence, in short packets.
    const heard = packets.filter(({ payload }) => payload.length === numbered(0).length);
    const numbers = heard.map(({ payload }) => numberOf(payload));
    const falls = numbers.filter((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0));
    expect(falls).toEqual([]);
  });
});
