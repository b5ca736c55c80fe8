/** One way drawn: a dot for each message on a logarithmic axis, a bar where half and where 99 % were back. */

const DECADES = [0.1, 1, 10, 100, 1000, 10_000];
const NEWEST = 600;
const HEIGHT = 40;

/** Where a time lies on the axis, 0 to 1. */
export function place(millis) {
  return Math.min(1, Math.max(0, (Math.log10(Math.max(millis, 0.1)) + 1) / 5));
}

export class Strip {
  #drawn = '';

  constructor(colour) {
    this.colour = colour;
    this.element = document.createElement('canvas');
    this.element.className = 'strip';
    this.element.setAttribute('aria-hidden', 'true');
  }

  draw(tally, colours) {
    const width = Math.round(this.element.clientWidth);
    if (width === 0) return;
    const ratio = devicePixelRatio || 1;
    const state = `${width} ${ratio} ${tally.version} ${colours.version}`;
    if (state === this.#drawn) return;
    this.#drawn = state;
    const { element } = this;
    element.width = width * ratio;
    element.height = HEIGHT * ratio;
    const context = element.getContext('2d');
    context.scale(ratio, ratio);
    const x = (millis) => 4 + place(millis) * (width - 8);
    context.fillStyle = colours['--hairline'];
    for (const decade of DECADES) context.fillRect(Math.round(x(decade)), 0, 1, HEIGHT);
    context.fillStyle = colours[this.colour];
    context.globalAlpha = 0.4;
    const first = Math.max(0, tally.n - NEWEST);
    for (let index = first; index < tally.n; index++) {
      const y = 8 + ((index * 7919) % 97) / 97 * (HEIGHT - 16);
      context.beginPath();
      context.arc(x(tally.samples[index]), y, 2, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
    const { p50, p99 } = tally;
    context.fillStyle = colours['--ink'];
    if (p50 !== null) context.fillRect(x(p50) - 1.5, 2, 3, HEIGHT - 4);
    if (p99 !== null) for (let y = 2; y < HEIGHT - 4; y += 7) context.fillRect(x(p99) - 1, y, 2, 4);
  }
}
