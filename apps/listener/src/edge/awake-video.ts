/**
 * A picture that plays, so that the screen stays on where there is no wake lock: pages over plain http have none. A stream
 * without sound, of a canvas of one dot: Chromium keeps the screen on for any visible stream, however small, Firefox for any
 * stream. WebKit does not. Nothing is downloaded, and no audio focus is taken.
 */
export class AwakeVideo {
  readonly #document: Document;
  #video: HTMLVideoElement | null = null;

  constructor(page: Document) {
    this.#document = page;
  }

  /** Rejects where it cannot play. */
  async play(): Promise<void> {
    this.#video ??= this.#make();
    await this.#video.play();
  }

  stop(): void {
    const video = this.#video;
    this.#video = null;
    if (!video) return;
    video.pause();
    if (video.srcObject instanceof MediaStream) video.srcObject.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    video.remove();
  }

  #make(): HTMLVideoElement {
    const canvas = this.#document.createElement('canvas');
    canvas.width = 2;
    canvas.height = 2;
    const brush = canvas.getContext('2d'); // before the stream: without a context there is nothing to take up
    const video = this.#document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.setAttribute('aria-hidden', 'true');
    video.tabIndex = -1;
    // Seen by the browser's own measure (three quarters of it in view), and by nobody else.
    const { style } = video;
    style.position = 'fixed';
    style.top = '0';
    style.left = '0';
    style.width = '2px';
    style.height = '2px';
    style.opacity = '0.01';
    style.pointerEvents = 'none';
    video.srcObject = canvas.captureStream(1);
    this.#document.body.append(video);
    brush?.fillRect(0, 0, 2, 2); // the first and only frame
    return video;
  }
}
