export { type Headless, startHeadless } from '../src/index.ts';
