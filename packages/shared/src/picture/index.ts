export * from './png.ts';
export * from './star-picture.ts';
