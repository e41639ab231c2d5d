/** For tests of whoever forwards sound: a phone that keeps what arrives, and a reader of live streams. */
export { parseRtp } from '../rtp/rtp-packet.ts';
export { readRed } from './read-red.ts';
export { readWebm } from './read-webm.ts';
export { TestReceiver } from './test-receiver.ts';
