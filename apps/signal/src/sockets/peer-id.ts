import { randomBytes } from 'node:crypto';

/** 128 random bits: nobody can guess another peer's. */
export const newPeerId = (): string => randomBytes(16).toString('base64url');
