/** A short, calm sound of bells that comes with Mauzin. Whoever bundles this code passes a path of its own instead. */
export const sampleFile = new URL('../assets/sample.opus', import.meta.url);
