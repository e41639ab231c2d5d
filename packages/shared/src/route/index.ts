export * from './choose-route.ts';
