/**
 * How much a device sends to each other person. In a mesh everything is sent once for every other one, so the more
 * there are, the smaller each picture: its tile is smaller too. Pure.
 */

const CAMERA = [
  { height: 720, maxBitrate: 2_500_000, maxFramerate: 30 },
  { height: 540, maxBitrate: 1_200_000, maxFramerate: 30 },
  { height: 360, maxBitrate: 700_000, maxFramerate: 24 },
  { height: 270, maxBitrate: 350_000, maxFramerate: 20 },
];

/** Beside a screen the camera is a stamp. */
const CAMERA_BESIDE_SCREEN = { height: 180, maxBitrate: 200_000, maxFramerate: 15 };

/** A screen is to be read: its size stays, pictures come slower. */
const SCREEN = [
  { maxBitrate: 3_000_000, maxFramerate: 30 },
  { maxBitrate: 2_000_000, maxFramerate: 15 },
  { maxBitrate: 1_200_000, maxFramerate: 10 },
  { maxBitrate: 800_000, maxFramerate: 8 },
];

/**
 * Limits for one sender of `video` and `screen`: each a function from the height of the source to the fields of an
 * `RTCRtpEncodingParameters`. `others`: how many people there are besides this one; `sharing`: this one shares a screen.
 */
export function budgetFor({ others, sharing }) {
  const step = (steps) => steps[Math.min(Math.max(others, 1), steps.length) - 1];
  const { height, ...camera } = sharing ? CAMERA_BESIDE_SCREEN : step(CAMERA);
  return {
    video: (sourceHeight) => ({ ...camera, scaleResolutionDownBy: scale(sourceHeight, height) }),
    screen: () => ({ ...step(SCREEN), scaleResolutionDownBy: 1 }),
  };
}

/** Down to the wanted height, never up; a source of unknown height stays as it is. */
function scale(source, wanted) {
  return source > wanted ? Math.round((source / wanted) * 100) / 100 : 1;
}
