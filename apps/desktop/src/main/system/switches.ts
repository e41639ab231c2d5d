import { app } from 'electron';

/** Chromium's switches, to be set before the app is ready. */
export function setSwitches(): void {
  // The mix reaches the engine on 127.0.0.1, whatever happens to the network.
  app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
  if (process.platform === 'linux') {
    app.commandLine.appendSwitch('enable-features', 'PulseaudioLoopbackForScreenShare');
  }
}
