/** One channel of 16-bit PCM. Most sound here is at 48 kHz, the rate of Opus in WebRTC. */
export interface Sound {
  readonly samples: Int16Array;
  readonly rateHz: number;
}
