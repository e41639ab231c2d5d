import type { ListenerTexts } from '../listener.ts';
import { en } from './en.ts';

export const ms: ListenerTexts = { ...en };
