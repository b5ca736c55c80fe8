/** Runs in a page before anything else: its camera gives small pictures, so that several people fit onto a small machine. */
export function smallCamera() {
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = ({ video, ...rest }) => ask({ ...rest, ...(video && { video: { width: 320, height: 180, frameRate: 10 } }) });
}
