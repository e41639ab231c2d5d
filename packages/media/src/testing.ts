/** For tests of whoever forwards sound: a phone that keeps what arrives, and a reader of live streams. */
export { parseRtp } from './rtp/rtp-packet.ts';
export { readRed } from './test-kit/read-red.ts';
export { readWebm } from './test-kit/read-webm.ts';
export { TestReceiver } from './test-kit/test-receiver.ts';
