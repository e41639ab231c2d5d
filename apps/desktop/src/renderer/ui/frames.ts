/**
 * Least time between two drawings of the levels, ms: the sound is told twenty times a second, the eye sees it move, and where a window is
 * drawn without a graphics card each frame takes milliseconds of the processor.
 */
const frameMs = 100;
/** A timer, and the screen's frame after it, come late; so the timer is set so much earlier, ms. */
const earlyMs = 10;

type Step = (nowMs: number) => void;

const steps = new Set<Step>();
let seen = true;
let timer: ReturnType<typeof setTimeout> | null = null;
let frame: number | null = null;

/** Asks for a screen's frame only when one is due: whatever is asked for is drawn, sixty times a second if it is always asked for. */
function drawLater(): void {
  timer = setTimeout(() => {
    timer = null;
    frame = requestAnimationFrame(draw);
  }, frameMs - earlyMs);
}

function draw(nowMs: number): void {
  frame = null;
  // First, so that a step that throws does not end the drawing of all.
  goOn();
  for (const step of steps) step(nowMs);
}

function goOn(): void {
  const wanted = seen && steps.size > 0;
  const running = timer !== null || frame !== null;
  if (wanted && !running) drawLater();
  if (wanted || !running) return;
  if (timer !== null) clearTimeout(timer);
  if (frame !== null) cancelAnimationFrame(frame);
  timer = frame = null;
}

/** Calls `step` about ten times a second while the window is seen; one loop for all. Returns what ends it. */
export function onFrame(step: Step): () => void {
  steps.add(step);
  goOn();
  return () => {
    steps.delete(step);
    goOn();
  };
}

/** Whether anybody sees the window. The page cannot tell: main does. */
export function drawWhileSeen(windowSeen: boolean): void {
  seen = windowSeen;
  goOn();
}
