/** Levels are drawn this often at most: the eye sees no more, and a meter must cost little all day. */
const frameMs = 1000 / 30;
/** A screen's frame may come a little early. */
const early = 0.8;

type Step = (nowMs: number) => void;

const steps = new Set<Step>();
let frame = 0;
let lastMs = 0;

function run(nowMs: number): void {
  frame = requestAnimationFrame(run);
  if (nowMs - lastMs < frameMs * early) return;
  lastMs = nowMs;
  for (const step of steps) step(nowMs);
}

/** Calls `step` about thirty times a second while the window is seen; one loop for all. Returns what ends it. */
export function onFrame(step: Step): () => void {
  if (steps.size === 0) frame = requestAnimationFrame(run);
  steps.add(step);
  return () => {
    steps.delete(step);
    if (steps.size === 0) cancelAnimationFrame(frame);
  };
}
