/** Drawn people for the cameras of pictures in the documentation: a short video of somebody before a wall. */

import { closeSync, openSync, writeSync } from 'node:fs';

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES = 16;

/** Writes a video (YUV4MPEG2). `look`: colours as `[r, g, b]` of wall, light, shirt, skin and hair. */
export function portrait(file, look) {
  const out = openSync(file, 'w');
  writeSync(out, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F8:1 Ip A1:1 C420jpeg\n`);
  for (let frame = 0; frame < FRAMES; frame++) {
    writeSync(out, 'FRAME\n');
    writeSync(out, draw(look, (2 * Math.PI * frame) / FRAMES));
  }
  closeSync(out);
}

function draw(look, phase) {
  const size = WIDTH * HEIGHT;
  const planes = Buffer.alloc(size * 1.5);
  const sway = 5 * Math.sin(phase);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [r, g, b] = colour(look, x - WIDTH / 2, y, sway);
      planes[y * WIDTH + x] = 0.299 * r + 0.587 * g + 0.114 * b;
      if (x % 2 === 0 && y % 2 === 0) {
        const at = (y / 2) * (WIDTH / 2) + x / 2;
        planes[size + at] = 128 - 0.169 * r - 0.331 * g + 0.5 * b;
        planes[size * 1.25 + at] = 128 + 0.5 * r - 0.419 * g - 0.081 * b;
      }
    }
  }
  return planes;
}

/** What is seen at `x` from the middle and `y` from the top: wall, shoulders, neck, hair, face, from back to front. */
function colour({ wall, light, shirt, skin, hair }, x, y, sway) {
  const glow = Math.exp(-((x + 190) ** 2 + (y - 90) ** 2) / 40_000);
  let pixel = mix(scale(wall, 1 - y / 1400), light, glow);
  const over = (colourOver, distance) => {
    if (distance < 0.5) pixel = distance < -0.5 ? colourOver : mix(pixel, colourOver, 0.5 - distance);
  };
  const head = x - sway;
  over(scale(shirt, 1.05 - Math.abs(x) / 900), ellipse(x - sway * 0.3, y - 395, 178, 128));
  over(scale(skin, 0.86), ellipse(head * 0.98, y - 262, 34, 52));
  over(hair, ellipse(head, y - 158, 78, 88));
  over(scale(skin, 1.02 - head / 900), ellipse(head, y - 176, 64, 80));
  over(hair, Math.max(ellipse(head, y - 122, 70, 44), y - 132 - head / 6));
  for (const side of [-1, 1]) over([45, 38, 36], ellipse(head - side * 25, y - 172, 6, 7));
  over(scale(skin, 0.75), Math.max(ellipse(head, y - 208, 24, 13), 209 - y));
  return pixel;
}

/** The distance from an ellipse around the origin, in about pixels: below zero inside. */
function ellipse(x, y, halfWidth, halfHeight) {
  return (Math.hypot(x / halfWidth, y / halfHeight) - 1) * Math.min(halfWidth, halfHeight);
}

function scale(colourOf, factor) {
  return colourOf.map((value) => Math.min(255, value * factor));
}

function mix(from, to, share) {
  return from.map((value, i) => value + (to[i] - value) * share);
}
