/** A session description, line by line: what each line is, its values, and its place. Pure; takes any text. */

import { SDP_KINDS } from './sdp-kinds.js';

const LINES = 4000;
const LINE_CHARACTERS = 2000;
const LINE = /^([a-z])=(.*)$/;
const PER_PAYLOAD = /^(rtpmap|fmtp|rtcp-fb):(\d+|\*)/;

/** `[{mid, media, index, lines}]`, the first for the session as a whole; `null` mid there. */
export function parseSdp(sdp) {
  const sections = [{ mid: null, media: null, index: -1, lines: [], codecs: new Map() }];
  const texts = String(sdp ?? '').split(/\r\n|\n|\r/, LINES).filter(Boolean);
  for (const [number, whole] of texts.entries()) {
    const text = whole.slice(0, LINE_CHARACTERS);
    if (text.startsWith('m=')) {
      sections.push({ mid: null, media: /^m=(\S+)/.exec(text)?.[1] ?? '?', index: sections.length - 1, lines: [], codecs: new Map() });
    }
    const section = sections.at(-1);
    const mid = /^a=mid:(\S+)/.exec(text)?.[1];
    if (mid !== undefined) section.mid = mid;
    const codec = /^a=rtpmap:(\d+) ([^/\s]+)/.exec(text);
    if (codec) section.codecs.set(codec[1], codec[2]);
    const repairs = /^a=fmtp:(\d+) apt=(\d+)/.exec(text);
    if (repairs) section.codecs.set(`apt ${repairs[1]}`, repairs[2]);
    section.lines.push({ text, number: number + 1 });
  }
  for (const section of sections) for (const line of section.lines) Object.assign(line, explain(line.text, section));
  return sections;
}

/** `{kind, about, rfc, values, payload, identity, secret}`; kind null for a line that is not explained yet. */
function explain(text, section) {
  const match = LINE.exec(text);
  const name = match?.[1] === 'a' ? /^[^:]*/.exec(match[2])[0] : match?.[1] ?? '';
  const known = (SDP_KINDS.get(name) ?? []).find(({ pattern, media }) => (!media || media === section.media) && pattern.test(match[2]));
  const values = known ? { ...known.pattern.exec(match[2]).groups } : {};
  const payload = PER_PAYLOAD.exec(match?.[2] ?? '')?.[2] ?? null;
  if (known && payload !== null) {
    const repaired = section.codecs.get(`apt ${payload}`);
    values.codec = section.codecs.get(payload) ?? '';
    if (repaired) values.repairs = section.codecs.get(repaired) ?? repaired;
  }
  return {
    kind: known?.kind ?? null,
    about: known?.about ?? (section.media ? 'media' : 'session'),
    rfc: known?.rfc ?? null,
    values,
    payload,
    fold: known?.fold ?? (payload === null ? null : 'codec'),
    identity: identityOf(text, name, known),
  };
}

/** What makes a line the same line in the other description: `mid` meets `mid`, codec 96 meets codec 96. */
function identityOf(text, name, known) {
  if (known?.fold === 'candidate' || known?.fold === 'source') return null;
  const value = text.slice(2);
  if (name === 'rtpmap' || name === 'fmtp') return /^[^:]+:\S+/.exec(value)?.[0] ?? name;
  if (name === 'extmap') return `extmap ${value.split(' ')[1] ?? ''}`;
  if (name === 'rtcp-fb') return value;
  if (known?.direction) return 'direction';
  return name === value ? value : known?.many ? value : name;
}

/** The text of a line as it may be shown: passwords of ICE left out, with which a stranger could answer checks. */
export function shown(text) {
  return text.replace(/^(a=ice-pwd:).*/, '$1…').replace(/^(a=crypto:\d+ \S+ inline:).*/, '$1…').replace(/^(k=[^:]*:?).*/, '$1…');
}
