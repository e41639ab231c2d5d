import type {
  EngineState,
  SentinelSignalFromRenderer,
  SentinelSignalToRenderer,
  SentinelState,
} from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import type { Envelope } from '../worklets/create-meter.ts';
import { compare, comparedMs } from './compare.ts';
import type { OpenEar } from './ear.ts';
import { EnvelopeTrack } from './envelope-track.ts';
import { Judgement } from './judgement.ts';
import { SentinelReceiver } from './sentinel-receiver.ts';

export interface SentinelOptions {
  /** Tells the mix's envelope as it leaves the graph. Returns the function that unsubscribes. */
  readonly onMixEnvelope: (listener: (envelope: Envelope) => void) => () => void;
  readonly openEar: OpenEar;
  readonly send: (signal: SentinelSignalFromRenderer) => void;
  readonly report: (state: SentinelState) => void;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
}

const judgeEveryMs = 500;
/** How long one way is heard before the other is, ms. */
const turnEveryMs = 20_000;
/** Figures of the same state are told no more often, ms. */
const reportEveryMs = 2_000;

interface Round {
  readonly mix: EnvelopeTrack;
  readonly judgement: Judgement;
  readonly unsubscribe: () => void;
  arrived: EnvelopeTrack | null;
  judgedAtMs: number;
  /** Up to where both tracks were known at that judgement, steps of the audio clock. */
  judgedEnd: number;
  turnedAtMs: number;
  /** The way that was asked for, and the one that is heard. */
  asksRelay: boolean;
  byRelay: boolean;
  /** The service gave another way than the relay when asked for it: it is too old, or the relay is full. */
  relayFails: boolean;
}

/**
 * While the station is on the air the app listens to itself as a listener would, and says whether it is the mix that
 * arrives, and how late.
 */
export class Sentinel {
  readonly #options: SentinelOptions;
  readonly #receiver: SentinelReceiver;
  #round: Round | null = null;
  /** Somebody hears by the relay, so that way is to be heard too. */
  #relayUsed = false;
  #reported: SentinelState = { name: 'off' };
  #reportedAtMs = -Infinity;
  #cancelJudging: (() => void) | null = null;

  constructor(options: SentinelOptions) {
    this.#options = options;
    this.#receiver = new SentinelReceiver({
      ...options,
      onBegin: (byRelay) => {
        this.#began(byRelay);
        this.#arriving(new EnvelopeTrack(comparedMs));
      },
      onEnvelope: (envelope) => this.#round?.arrived?.push(envelope),
      onEnd: () => this.#arriving(null),
    });
  }

  /** The engine's state, whenever it changes. */
  follow({ air, mix, relayUsed }: Pick<EngineState, 'air' | 'mix' | 'relayUsed'>): void {
    this.#relayUsed = relayUsed;
    const isLive = air.name === 'live';
    if (isLive && mix === 'flowing') return this.#start();
    this.#stop();
    return this.#report({ name: isLive ? 'listening' : 'off' });
  }

  /** What a listener's page would be told. */
  receive(signal: SentinelSignalToRenderer): void {
    this.#receiver.receive(signal);
  }

  /** Idempotent. */
  close(): void {
    this.#stop();
    this.#report({ name: 'off' });
  }

  #start(): void {
    if (this.#round) return;
    const { clock, onMixEnvelope } = this.#options;
    const mix = new EnvelopeTrack(comparedMs);
    this.#round = {
      mix,
      judgement: new Judgement(),
      unsubscribe: onMixEnvelope((envelope) => mix.push(envelope)),
      arrived: null,
      judgedAtMs: clock.now(),
      judgedEnd: 0,
      turnedAtMs: -Infinity,
      asksRelay: false,
      byRelay: false,
      relayFails: false,
    };
    this.#report({ name: 'listening' });
    this.#receiver.start();
    this.#judgeLater();
  }

  #stop(): void {
    this.#cancelJudging?.();
    this.#receiver.stop();
    this.#round?.unsubscribe();
    this.#round = null;
  }

  #arriving(track: EnvelopeTrack | null): void {
    if (!this.#round) return;
    this.#round.arrived = track;
    this.#round.judgement.beginAnew();
  }

  #judgeLater(): void {
    this.#cancelJudging = this.#options.clock.after(judgeEveryMs, () => {
      if (this.#round) this.#judge(this.#round);
      this.#judgeLater();
    });
  }

  #judge(round: Round): void {
    const now = this.#options.clock.now();
    const { arrived, judgement, mix } = round;
    const finding = compare(mix, arrived, judgement.lagSteps);
    // A machine that slept has not listened all the while.
    const sinceMs = Math.min(now - round.judgedAtMs, 2 * judgeEveryMs);
    round.judgedAtMs = now;
    // What no longer comes says nothing, however like it was.
    const end = Math.min(mix.end, arrived?.end ?? 0);
    const isOld = finding.name === 'like' && end === round.judgedEnd;
    round.judgedEnd = end;
    const state = judgement.add(isOld ? { name: 'unsure' } : finding, now, sinceMs);
    const hasWay = round.byRelay && (state.name === 'heard' || state.name === 'not-heard');
    this.#report(hasWay ? { ...state, by: 'relay' } : state);
    this.#turn(round, state, now);
  }

  /** Both ways are heard in turns while somebody hears by the relay. A way on which nothing is heard is stayed on: that is what is to be told. */
  #turn(round: Round, state: SentinelState, now: number): void {
    const mayTurn = this.#relayUsed && !round.relayFails;
    const isDue = state.name === 'heard' && now - round.turnedAtMs >= turnEveryMs;
    const toRelay = mayTurn && (isDue ? !round.asksRelay : round.asksRelay);
    if (toRelay === round.asksRelay) return;
    round.asksRelay = toRelay;
    round.byRelay = toRelay;
    round.turnedAtMs = now;
    this.#receiver.turn(toRelay);
  }

  #began(byRelay: boolean): void {
    if (!this.#round) return;
    const relayFails = this.#round.asksRelay && !byRelay;
    Object.assign(this.#round, { byRelay, ...(relayFails ? { relayFails, asksRelay: false } : {}) });
    if (relayFails) this.#receiver.stay();
  }

  #report(state: SentinelState): void {
    const now = this.#options.clock.now();
    const isNew = wayOf(state) !== wayOf(this.#reported);
    const isOther = JSON.stringify(state) !== JSON.stringify(this.#reported);
    if (!isNew && (!isOther || now - this.#reportedAtMs < reportEveryMs)) return;
    this.#reported = state;
    this.#reportedAtMs = now;
    this.#options.report(state);
  }
}

/** What is told at once when it changes. */
const wayOf = (state: SentinelState): string => `${state.name} ${'by' in state ? (state.by ?? '') : ''}`;
