/** Finds a stretch of sound in a longer one: normalised cross-correlation by FFT. */
export interface Fit {
  /** Samples from the start of `hay` to where `needle` fits best. */
  readonly lag: number;
  /** 0 (not there) to 1 (identical but for its level). */
  readonly fit: number;
}

export function bestFit(needle: Float64Array, hay: Float64Array): Fit {
  const lags = hay.length - needle.length;
  if (lags < 0 || needle.length === 0) return { lag: 0, fit: 0 };
  const products = lags < fewLags ? multiply(needle, hay) : correlate(needle, hay);
  const energies = runningEnergy(hay, needle.length);
  const own = needle.reduce((sum, x) => sum + x * x, 0);
  let best: Fit = { lag: 0, fit: 0 };
  for (let lag = 0; lag <= lags; lag += 1) {
    const energy = energies[lag] ?? 0;
    const fit = energy > 0 && own > 0 ? Math.abs(products[lag] ?? 0) / Math.sqrt(energy * own) : 0;
    if (fit > best.fit) best = { lag, fit };
  }
  return best;
}

/** For so few lags it is less work to multiply than to transform. */
const fewLags = 200;

/** For each lag the sum of needle × hay, one by one. */
function multiply(needle: Float64Array, hay: Float64Array): Float64Array {
  return Float64Array.from({ length: hay.length - needle.length + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = 0; i < needle.length; i += 1) sum += (needle[i] as number) * (hay[lag + i] as number);
    return sum;
  });
}

/** For each lag the sum of needle × hay: one FFT each, a product with the conjugate, and one back. */
function correlate(needle: Float64Array, hay: Float64Array): Float64Array {
  let size = 1;
  while (size < hay.length + needle.length) size *= 2;
  const a = { re: new Float64Array(size), im: new Float64Array(size) };
  const b = { re: new Float64Array(size), im: new Float64Array(size) };
  a.re.set(hay);
  b.re.set(needle);
  fft(a.re, a.im);
  fft(b.re, b.im);
  for (let k = 0; k < size; k += 1) {
    const [ar, ai, br, bi] = [a.re[k] ?? 0, a.im[k] ?? 0, b.re[k] ?? 0, b.im[k] ?? 0];
    a.re[k] = ar * br + ai * bi;
    a.im[k] = -(ai * br - ar * bi); // conjugated: a forward FFT then does the inverse
  }
  fft(a.re, a.im);
  return a.re.map((x) => x / size);
}

/** For each lag the energy of the `length` samples from there. */
function runningEnergy(hay: Float64Array, length: number): Float64Array {
  const energies = new Float64Array(hay.length - length + 1);
  const upTo = new Float64Array(hay.length + 1);
  for (let i = 0; i < hay.length; i += 1) upTo[i + 1] = (upTo[i] ?? 0) + (hay[i] ?? 0) ** 2;
  for (let lag = 0; lag < energies.length; lag += 1) {
    energies[lag] = Math.max(0, (upTo[lag + length] ?? 0) - (upTo[lag] ?? 0));
  }
  return energies;
}

/** Forward FFT in place; the length is a power of two. */
function fft(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  reverseBits(re, im);
  const cos = new Float64Array(size / 2);
  const sin = new Float64Array(size / 2);
  for (let k = 0; k < size / 2; k += 1) {
    cos[k] = Math.cos((2 * Math.PI * k) / size);
    sin[k] = -Math.sin((2 * Math.PI * k) / size);
  }
  for (let length = 2; length <= size; length *= 2) {
    const half = length / 2;
    const stride = size / length;
    for (let start = 0; start < size; start += length) {
      for (let k = 0; k < half; k += 1) {
        const i = start + k;
        const j = i + half;
        const wr = cos[k * stride] as number;
        const wi = sin[k * stride] as number;
        const xr = (re[j] as number) * wr - (im[j] as number) * wi;
        const xi = (re[j] as number) * wi + (im[j] as number) * wr;
        re[j] = (re[i] as number) - xr;
        im[j] = (im[i] as number) - xi;
        re[i] = (re[i] as number) + xr;
        im[i] = (im[i] as number) + xi;
      }
    }
  }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i += 1) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] as number, re[i] as number];
      [im[i], im[j]] = [im[j] as number, im[i] as number];
    }
  }
}
