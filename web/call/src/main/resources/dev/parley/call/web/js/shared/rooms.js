/** Names of rooms, links to them, and the choices a link can carry. Pure: no page, no network. */

const ROOM_NAME = /^[A-Za-z0-9_-]{1,64}$/;
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** What was typed as a name of a room, with spaces turned into hyphens; null when it cannot be one. */
export function roomName(typed) {
  const name = typed.trim().replace(/\s+/g, '-');
  return ROOM_NAME.test(name) ? name : null;
}

/** The room in a path such as `/r/quiet-amber-otter`, or null. */
export function roomOfPath(path) {
  const match = /^\/r\/([^/]+)\/?$/.exec(path);
  if (!match) return null;
  try {
    return roomName(decodeURIComponent(match[1]));
  } catch {
    return null;
  }
}

export function pathOfRoom(room) {
  return `/r/${encodeURIComponent(room)}`;
}

/**
 * The origin to hand to another person. The page's own one when others can reach it over https;
 * otherwise the best the server knows: public before LAN, https before http.
 * Returns `{origin, reach: 'others' | 'here', secure}`.
 */
export function originForOthers(location, links) {
  const known = links.flatMap((link) => (URL.canParse(link.url) ? [{ ...link, origin: new URL(link.url).origin }] : []));
  const here = location.hostname;
  const secure = location.protocol === 'https:';
  const own = { origin: location.origin, secure, reach: LOOPBACK.test(here) ? 'here' : 'others' };
  if (own.reach === 'others' && secure) return own;
  const sameHost = known.filter((link) => new URL(link.url).hostname === here && own.reach === 'others');
  const rank = [
    ...sameHost.filter((link) => link.secure),
    ...known.filter((link) => link.kind === 'public' && link.secure),
    ...known.filter((link) => link.kind === 'lan' && link.secure),
    ...(own.reach === 'others' ? [own] : []),
    ...known.filter((link) => link.kind === 'public'),
    ...known.filter((link) => link.kind === 'lan'),
  ];
  const best = rank[0];
  return best ? { origin: best.origin, secure: Boolean(best.secure), reach: 'others' } : own;
}

/** The https address of the same server for a page opened over http, or null. */
export function secureOrigin(location, links) {
  const secure = links.filter((link) => link.secure && URL.canParse(link.url)).map((link) => new URL(link.url));
  const same = secure.find((url) => url.hostname === location.hostname);
  return (same ?? (LOOPBACK.test(location.hostname) ? undefined : secure.find((url) => !LOOPBACK.test(url.hostname))))?.origin ?? null;
}

/**
 * Choices in a link, for kiosks, scripts and reports: `autojoin`, `name`, `media=none|audio|video`,
 * `relay=udp|tcp|tls`. Unknown values count as absent.
 */
export function choicesOf(search) {
  const query = new URLSearchParams(search);
  const oneOf = (key, values) => (values.includes(query.get(key)) ? query.get(key) : null);
  return {
    autojoin: query.has('autojoin') && query.get('autojoin') !== 'false',
    name: (query.get('name') ?? '').trim().slice(0, 40) || null,
    media: oneOf('media', ['none', 'audio', 'video']) ?? 'video',
    relay: oneOf('relay', ['udp', 'tcp', 'tls']),
  };
}
