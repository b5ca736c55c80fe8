/**
 * Every word a user can read in the lab, in English; the lessons have a file of their own. Functions take what the
 * sentence is about. Times are milliseconds.
 */

const packet = (id) => `p${id}`;
/** The internet’s core is no machine with a name. */
const the = (node) => (node === 'internet' ? 'the internet' : node);
const The = (node) => (node === 'internet' ? 'The internet' : node);
const ports = (endpoint) => (endpoint?.endsWith(':0') ? `${endpoint.slice(0, -2)} (any port)` : endpoint);

/** A span of time as people say it. */
export function span(millis) {
  if (millis < 0.0005) return 'at once';
  if (millis < 1) return `${Math.round(millis * 1000)} µs`;
  if (millis < 10) return `${Math.round(millis * 10) / 10} ms`;
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 119_950) return `${Math.round(millis / 100) / 10} s`;
  const seconds = Math.round(millis / 1000);
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A moment of the run. */
export function moment(nanos) {
  const millis = nanos / 1e6;
  if (millis >= 60_000) return `${Math.floor(millis / 60_000)}:${((millis % 60_000) / 1000).toFixed(1).padStart(4, '0')} min`;
  if (millis >= 10_000) return `${(millis / 1000).toFixed(2)} s`;
  return `${millis.toFixed(millis < 100 ? 2 : 1)} ms`;
}

export const text = {
  product: 'Parley',
  lab: 'Lab',

  shell: {
    help: 'Keys',
    present: 'Present',
    presentEnd: 'End presenting',
    build: 'Build',
    buildLong: 'Build a network of your own',
    send: 'Send',
    sendLong: 'Send traffic of your own',
    change: 'Change',
    changeLong: 'Change a router or a link, and run again',
    scenes: 'Scenes',
    more: 'More',
    download: 'Download for Wireshark',
    downloadJson: 'Download as JSON',
    copyLink: 'Copy a link to this moment',
    copied: 'Link copied',
    copyFailed: 'The browser did not allow copying: the link is in the address bar.',
    facts: (seed, events, packets) => `Seed ${seed} · ${packets} packets · ${events} events`,
    loading: 'Running the network …',
    fault: 'Something went wrong in this page. Reload it; the address keeps the moment.',
  },

  problem: {
    noServer: { title: 'The lab’s server does not answer.', body: 'Start it again with ./parley lab, then try again. What is shown here stays.' },
    refused: (words) => ({ title: 'This cannot be run.', body: words }),
    badRun: (words) => ({ title: 'This run cannot be shown.', body: words }),
    fault: (words) => ({ title: 'The run ended early, by a fault of ours.', body: `Everything up to that moment is shown. ${words}` }),
    stopped: { events: (count) => `The run was ended after ${count} events: more do not fit into a page.`, time: 'The run was ended: it took too long.' },
    again: 'Try again',
    save: 'Save the file for a report',
  },

  time: {
    title: 'Time',
    play: 'Play',
    pause: 'Pause',
    back: 'Play backwards',
    next: 'Next event',
    previous: 'Previous event',
    start: 'To the beginning',
    end: 'To the end',
    speed: 'Speed',
    speeds: { 0.125: '⅛×', 0.25: '¼×', 0.5: '½×', 1: '1×', 2: '2×', 4: '4×', 8: '8×', even: 'Event by event' },
    seek: 'Moment',
    at: (words, count, total) => `${words}, event ${count} of ${total}`,
    event: (count, total) => `event ${count} of ${total}`,
    quiet: (words) => `${words} of quiet`,
    pressPlay: 'Press Play',
    lanes: 'Each device has a line; each packet goes from line to line. Press anywhere to go to that moment.',
    follow: 'Follow the chosen packet',
    bookmark: 'Bookmark',
    bookmarks: (count) => `${count} bookmarks`,
  },

  views: { map: 'Map', ladder: 'Packets', tables: 'Tables', lesson: 'Lesson' },
  inspector: { title: 'Details', packet: 'Packet', table: 'Table', why: 'Why', close: 'Close details' },

  map: {
    title: 'Map of the network',
    internet: 'internet',
    zone: { private: 'private', carrier: 'carrier’s own', public: 'public' },
    node: (name, kind, address) => `${name}, ${kind}${address ? `, ${address}` : ''}`,
    kinds: { host: 'machine', gateway: 'gateway', core: 'the internet', laptop: 'computer', phone: 'phone', server: 'server', router: 'router with NAT', tower: 'carrier’s NAT', shield: 'firewall', cloud: 'the internet' },
    inFlight: (count) => (count === 1 ? '1 packet on its way' : `${count} packets on their way`),
    from: 'from',
    to: 'to',
  },

  ladder: {
    title: 'All packets, in the order of their sending',
    empty: 'Nothing has been sent yet.',
    find: 'Find',
    findHint: 'stun, drop at:home, from:ana',
    hits: (count, at) => (count === 0 ? 'nothing found' : at ? `${at} of ${count}` : `${count} found`),
    outcome: { delivered: 'arrived', dropped: 'dropped', underWay: 'under way', waiting: 'not sent yet' },
    note: 'Note',
    row: (entry, words) => `${words}, ${packet(entry.id)}: ${entry.label}, ${entry.from} to ${entry.to}`,
  },

  table: {
    title: (node) => `Table of ${node}`,
    none: 'No gateway in this network translates or filters.',
    empty: 'Empty. Who sends something out makes a row.',
    behaviour: 'How it behaves',
    rows: (count) => (count === 1 ? '1 row' : `${count} rows`),
    inside: 'Inside',
    outside: 'Outside',
    remotes: 'May answer',
    left: 'Left',
    everybody: 'everybody',
    nobody: 'nobody yet',
    untranslated: 'not translated',
    seconds: (count) => (count >= 600 ? `${Math.round(count / 60)} min` : `${count} s`),
    marks: { new: 'new', used: 'used', gone: 'gone' },
    goneFor: { EXPIRED: 'expired', CLOSED: 'closed', REBOOT: 'lost: restart', ADDRESS_CHANGED: 'lost: new address', OVERLOADED: 'lost: port taken over' },
    madeBy: (id) => `made by ${packet(id)}`,
    choose: (row) => `Row ${row}: show the packet that made it`,
    more: (count) => `and ${count} more`,
    block: (first, last) => `${first}–${last}`,
  },

  packet: {
    none: 'Choose a packet: on the map, in the list, or with Shift and an arrow key.',
    title: (id) => `Packet ${packet(id)}`,
    forms: 'Its addresses on the way',
    formBy: { sent: (node) => `as ${node} sent it`, made: (node) => `as ${node} made it`, changed: (node) => `after ${node} changed it` },
    now: 'now',
    changed: 'changed',
    source: 'from',
    destination: 'to',
    facts: 'Facts',
    protocol: 'Protocol',
    size: 'Size',
    bytes: (count) => `${count} bytes with headers`,
    sentAt: 'Sent',
    ended: 'Ended',
    took: (words) => `${words} under way`,
    parent: 'Because of',
    children: 'Led to',
    journey: 'Its journey',
    payload: 'What is inside',
    previous: 'Previous event of this packet',
    next: 'Next event of this packet',
  },

  event: {
    Sent: (e, p) => `${The(e.node)} sends ${p.label}: from ${e.source} to ${e.destination}.`,
    Departed: (e) => `It leaves ${the(e.node)} towards ${the(e.to)}.`,
    Passed: (e) => `${The(e.node)} lets it pass: its table has a row for it.`,
    Rewritten: (e) => {
      const outward = e.before.source !== e.after.source;
      const inward = e.before.destination !== e.after.destination;
      if (outward && inward) return `${e.node} turns it round: from ${e.before.source} becomes ${e.after.source}, to ${e.before.destination} becomes ${e.after.destination}.`;
      return outward
        ? `${e.node} writes another sender on it: ${e.before.source} becomes ${e.after.source}.`
        : `${e.node} finds ${e.before.destination} in its table: that is ${e.after.destination} inside.`;
    },
    Delivered: (e) => `${The(e.node)} has it.`,
    Dropped: (e) => `${The(e.node)} drops it: ${text.reasons[e.reason]?.short ?? e.reason}.`,
    RowAdded: (e) => {
      const { row } = e;
      if (row.kind === 'PERMISSION') return `${e.node} notes: ${ports(row.remote) ?? 'everybody'} may send to ${row.outside ?? row.inside}.`;
      if (row.kind === 'BLOCK') return `${e.node} sets a block of ports aside for a machine inside.`;
      if (row.outside === null) return `${e.node} notes: ${row.inside} has sent to ${ports(row.remote) ?? 'everybody'}, answers may come.`;
      return `${e.node} writes into its table: ${row.inside} inside is ${row.outside} outside.`;
    },
    RowRefreshed: (e) => `${The(e.node)} used row ${e.row}: its time begins anew.`,
    RowRemoved: (e) => `${The(e.node)} forgets row ${e.row}: ${text.table.goneFor[e.reason] ?? e.reason}.`,
    Noted: (e) => `${The(e.node)}: ${e.words}`,
  },

  /** Why packets end: `short` for the map, `long` says how it came, `mend` what would help. */
  reasons: {
    NO_ROUTE: { short: 'no way to that address', long: 'It knows no way to that address.', mend: 'Nobody has this address in public. Private addresses mean something in their own network only.' },
    NOT_PUBLIC: { short: 'private addresses do not travel here', long: 'The internet carries public addresses only, and one of the two is private.', mend: 'A NAT has to write a public address on it, or the sender needs the other’s public address.' },
    HOP_LIMIT: { short: 'too many hops', long: 'It passed as many routers as its hop limit allowed.', mend: 'Usually routers send it in a circle.' },
    LOST: { short: 'lost on the link', long: 'The link lost it. Nobody is told.', mend: 'The sender notices that no answer comes, and sends again.' },
    QUEUE_FULL: { short: 'queue full', long: 'More came than the link carries, and the queue in front of it was full.', mend: 'The sender has to send more slowly.' },
    QUEUE_DELAY: { short: 'waited too long', long: 'Packets waited too long in the queue, so it drops some on purpose.', mend: 'The sender takes the hint and sends more slowly.' },
    TOO_BIG: { short: 'too big for the link', long: 'It is larger than the link carries, and may not be cut.', mend: 'The sender has to send smaller packets.' },
    CORRUPT: { short: 'a bit flipped', long: 'A bit flipped on the way: the checksum no longer fits.', mend: 'The sender sends again.' },
    NO_SUCH_ADDRESS: { short: 'nobody has that address', long: 'Nobody here has that address (any more).', mend: 'The sender has to learn the new address.' },
    NO_SOCKET: { short: 'no program listens there', long: 'The machine has it, but no program of it listens on that port.', mend: 'Start the program, or use the right port.' },
    INCOMPLETE: { short: 'pieces missing', long: 'It is a piece of a bigger packet, and the other pieces never came.', mend: 'Send packets that need no cutting.' },
    UDP_BLOCKED: { short: 'UDP is blocked', long: 'The firewall lets no UDP pass at all.', mend: 'Go by TCP: TURN over TCP, or over TLS on port 443.' },
    TCP_PORT_BLOCKED: { short: 'that TCP port is blocked', long: 'The firewall lets connections to some ports pass only, and this is none of them.', mend: 'Use port 443, which nearly every firewall lets pass.' },
    PROXY_ONLY: { short: 'only the proxy may connect', long: 'Only the proxy may open connections here.', mend: 'Ask the proxy to connect (HTTP CONNECT).' },
    UNSOLICITED: { short: 'nobody inside asked for it', long: 'The firewall lets answers in, and nobody inside has sent anything to that sender.', mend: 'Somebody inside has to send first.' },
    NO_MAPPING: { short: 'no row for that port', long: 'Its table has no row for that port, so it cannot know for whom inside this is.', mend: 'A machine inside has to send first: that makes the row.' },
    FILTERED_BY_ADDRESS: { short: 'never sent to that address', long: 'There is a row for that port, but its machine never sent anything to that address.', mend: 'The machine inside has to send something there first: that is punching a hole.' },
    FILTERED_BY_PORT: { short: 'never sent to that address and port', long: 'There is a row for that port, but its machine never sent anything to that address and port.', mend: 'The machine inside has to send something exactly there first: that is punching a hole.' },
    PORTS_EXHAUSTED: { short: 'no port left', long: 'All its ports are given away.', mend: 'Wait until rows expire, or give the NAT more addresses.' },
    TABLE_FULL: { short: 'table full', long: 'Its table is full.', mend: 'Wait until rows expire.' },
    NO_HAIRPIN: { short: 'will not turn round', long: 'It came from inside for an outside address of the same NAT, which does not turn packets round (no hairpinning).', mend: 'Both are in the same network: their private addresses would do.' },
    FRAGMENT: { short: 'takes no fragments', long: 'It is a piece of a bigger packet, and this NAT does not take those (so).', mend: 'Send packets that need no cutting.' },
    ICMP_UNRELATED: { short: 'about no packet it knows', long: 'It is a message about a packet that this NAT has no row for.', mend: null },
    GATEWAY_INPUT: { short: 'for the gateway itself', long: 'It came for the gateway itself, which drops what it did not ask for.', mend: 'A machine inside has to send first.' },
    FAMILY: { short: 'IPv4 and IPv6 do not meet', long: 'One side speaks IPv4 and the other IPv6.', mend: 'A relay with both, or NAT64, brings them together.' },
  },

  why: {
    title: (id) => `Why ${packet(id)}?`,
    ask: 'Choose a packet to ask why it got through, or why not.',
    because: 'because',
    got: 'It got through.',
    failed: 'It did not get through.',
    open: 'It is still under way.',
    delivered: (a) => `${The(a.node)} has a program that listens on ${a.endpoint}.`,
    underWay: (a) => (a.to ? `When the run ends it is between ${the(a.node)} and ${the(a.to)}.` : `When the run ends it is at ${the(a.node)}.`),
    dropped: (a) => `${The(a.node)} dropped it, on its way from ${a.source} to ${a.destination}. ${text.reasons[a.reason]?.long ?? a.reason}`,
    mend: (words) => `What helps: ${words}`,
    nearest: (a) => `The nearest row of ${a.node}: ${a.row.inside} is ${a.row.outside ?? 'not translated'}${a.row.remote ? `, for ${ports(a.row.remote)}` : ''}.`,
    missing: (a) => `The row that is missing in ${a.node}: inside ${a.inside ?? 'some machine'}, outside ${a.outside ?? 'the same'}, may answer: ${ports(a.remote)}.`,
    never: (a) => `No machine behind ${a.node} ever sent anything to ${ports(a.remote)}, so that row was never made.`,
    tooEarly: (a) => `It came ${span(a.millis)} too early: ${packet(a.packet)} made that row afterwards.`,
    tooLate: (a) => `It came ${span(a.millis)} too late: the row was there before, and is gone (${text.table.goneFor[a.reason] ?? a.reason}).`,
    rewritten: (a) => (a.inward
      ? `${The(a.node)} looked up ${a.before.destination} and sent it on to ${a.after.destination}.`
      : `${The(a.node)} wrote ${a.after.source} on it in place of ${a.before.source}, so that answers find back.`),
    passed: (a) => `${The(a.node)} let it pass, from ${a.source} to ${a.destination}.`,
    opened: (a) => `On its way out it made a hole: ${ports(a.row.remote) ?? 'everybody'} may now send to ${a.row.outside ?? a.row.inside}.`,
    ownRow: (a) => `That row it made itself: going out is allowed, and ${a.node} remembers it for the answers.`,
    madeBy: (a) => `That row stands since ${span(a.millis)}, made by ${packet(a.packet)}${a.from ? ` from ${a.from}` : ''}${a.label ? ` (${a.label})` : ''}${a.kept > 0 ? `, and was used ${a.kept === 1 ? 'once' : `${a.kept} times`} since` : ''}.`,
    consequence: (a) => `${The(a.node)} made it because of ${packet(a.parent)}.`,
    sent: (a) => `${The(a.node)} sent it: ${a.label}, from ${a.source} to ${a.destination}.`,
  },

  lessons: {
    title: 'Lessons',
    all: 'All lessons',
    step: (at, count) => `Step ${at} of ${count}`,
    kinds: { tell: 'Look', predict: 'Your guess', see: 'Watch', explain: 'What happened' },
    next: 'Next',
    previous: 'Back',
    watch: 'Play',
    watching: 'Playing …',
    nextLesson: 'Next lesson',
    right: 'Yes.',
    wrong: 'Not quite.',
    done: 'done',
    current: 'open now',
    also: 'Scenes without a lesson',
    own: 'Your own network',
  },

  build: {
    title: 'Build a network',
    lead: 'Names are letters, digits and hyphens. Machines in a site get private addresses; servers stand in public.',
    add: { home: 'Home', office: 'Office', carrier: 'Carrier', server: 'Server', host: 'Machine', inner: 'Home inside' },
    name: 'Name',
    remove: (name) => `Remove ${name}`,
    server: 'Server',
    machine: 'Machine',
    site: 'Site',
    mapping: 'Same outside port for',
    filtering: 'Who may send in',
    ports: 'Choice of ports',
    hairpin: 'Turns packets round (hairpin)',
    timeout: 'Forgets UDP after',
    firewall: 'Firewall',
    translation: 'Translation',
    delay: 'Delay',
    loss: 'Loss',
    units: { ms: 'ms', percent: '%', seconds: 's' },
    firewalls: { open: 'none besides the NAT', stateful: 'answers only', noUdp: 'no UDP', web: 'web traffic only (TCP 80, 443)' },
    nat64: 'NAT64',
    translations: { rfc4787: 'NAT (RFC 4787)', linux: 'Linux masquerade', none: 'none: routed' },
    mappings: { 'endpoint-independent': 'all destinations', 'address-dependent': 'each address', 'address-and-port-dependent': 'each address and port' },
    filterings: { 'endpoint-independent': 'everybody', 'address-dependent': 'addresses it sent to', 'address-and-port-dependent': 'addresses and ports it sent to' },
    portChoices: { preserving: 'the inside port if free', overloading: 'the inside port always', sequential: 'the next free', random: 'random', parity: 'same parity', contiguous: 'next of same parity', blocks: 'a block for each machine' },
    hairpins: { off: 'no', 'external-source': 'yes', 'internal-source': 'yes, with the inside sender' },
    traffic: 'Traffic',
    seed: 'Seed',
    run: 'Run it',
    cancel: 'Cancel',
    names: { home: 'home', office: 'office', carrier: 'carrier', host: 'pc', server: 'server' },
    too: (most) => `A network has up to ${most} machines here.`,
  },

  traffic: {
    title: 'Traffic',
    lead: 'What is sent, by whom, and when.',
    kinds: { ping: 'Ping by UDP', fetch: 'Fetch a page', 'ask-stun': 'Ask STUN', 'punch-holes': 'Punch holes to each other', 'use-relay': 'Use the TURN relay' },
    what: 'What',
    from: 'From',
    to: 'To',
    at: 'At',
    add: 'Add',
    none: 'Nothing is sent yet: add something.',
    remove: (words) => `Remove ${words}`,
    words: (item) => `${item.at} ms · ${text.traffic.kinds[item.kind]}: ${item.from}${item.to ? ` → ${item.to}` : ''}`,
  },

  changes: {
    title: 'Change and run again',
    lead: (at) => `The run stays as it is until ${at}; from there on everything goes as the changed network says. Same seed.`,
    fromStart: 'From the beginning instead',
    what: 'What changes',
    nat: 'How a gateway translates',
    reboot: 'A gateway restarts: its table is empty',
    link: 'A link',
    of: 'Of',
    none: 'Nothing here can be changed.',
    run: 'Run again',
    applied: (count) => (count === 1 ? '1 change in this run' : `${count} changes in this run`),
    undo: 'Undo all changes',
  },

  keys: {
    title: 'Keys',
    intro: 'Outside of fields:',
    enabled: 'Single keys are on',
    list: [
      ['Space', 'play and pause'],
      ['← →', 'event before, next event'],
      ['Shift ← →', 'event of the same packet'],
      ['Home End', 'beginning, end'],
      ['[ ]', 'slower, faster'],
      ['R', 'play backwards'],
      ['F', 'follow the chosen packet'],
      ['W', 'why?'],
      ['B', 'set or clear a bookmark'],
      ['N', 'next bookmark'],
      ['/', 'find'],
      ['L', 'next step of the lesson'],
      ['P', 'present'],
      ['Esc', 'close, give back the focus'],
      ['?', 'this list'],
    ],
  },
};

export const words = { packet, ports };
