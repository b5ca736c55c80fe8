/**
 * The lessons: one idea each, in a few steps. `run` is what the server is asked to run. A step looks, asks for a guess
 * (`predict`), watches until an event (`see`), or explains. `until` and the other fields of events: lesson-steps.js.
 * In texts, `code` and *stress*.
 */

import { MORE_LESSONS } from './lessons-more.en.js';

const FIRST_LESSONS = [
  {
    id: 'private-address',
    title: 'Private and public addresses',
    seed: 7,
    run: {
      topology: 'five-behind-one',
      traffic: [
        { kind: 'ping', at: 0, from: 'ana', fromPort: 50000, to: 'ben' },
        { kind: 'ping', at: 1200, from: 'ana', fromPort: 50001, to: 'news' },
        { kind: 'ping', at: 2400, from: 'news', fromPort: 40000, to: '192.168.1.2:7' },
      ],
      endsAt: 3600,
    },
    steps: [
      { kind: 'tell', text: ['Five people share a home. Inside, each has an address that begins with `192.168`: a *private* one. Millions of homes use the very same.', 'Ana is `192.168.1.2`, Ben is `192.168.1.3`.'] },
      { kind: 'see', text: 'Ana asks Ben something. Press Play and watch the envelope.', until: { type: 'Delivered', node: 'ben' }, after: 'The router passed it on as it was. Inside one home, private addresses are all it takes, and the router’s table stays empty.' },
      { kind: 'predict', text: 'Next Ana asks the news site, outside. Which sender will the news site see?', choices: ['Ana’s own, `192.168.1.2`', 'The router’s, `18.18.18.18`', 'None at all'], right: 1, because: 'A private address means nothing outside, so an answer could never come back to it.' },
      { kind: 'see', text: 'Watch the sender’s address when the packet leaves the home.', until: { type: 'Delivered', node: 'news' }, select: { last: true }, after: 'The router wrote its own public address on it, and noted in its table for whom.' },
      { kind: 'see', text: 'And back: the answer goes to `18.18.18.18`. How does it find Ana?', until: { type: 'Delivered', node: 'ana', by: 'news' }, after: 'The table says: port 50001 outside is Ana inside. That is *network address translation*, NAT.' },
      { kind: 'predict', text: 'Could the news site write to `192.168.1.2` by itself?', choices: ['Yes, it arrives at Ana', 'No, the internet does not carry it', 'It arrives at somebody else'], right: 1, because: 'So many homes have a 192.168.1.2 that nobody could say which is meant.' },
      { kind: 'see', text: 'Let us see.', until: { type: 'Dropped', reason: 'NOT_PUBLIC' }, after: 'The first router of the internet drops it. Private addresses do not travel.' },
      { kind: 'explain', text: ['*Private* addresses (`10…`, `172.16…` to `172.31…`, `192.168…`) count inside one network. *Public* ones count everywhere, and each is given out once.', 'The router at the border stands in both worlds.'] },
    ],
  },
  {
    id: 'one-address',
    title: 'Why many share one public address',
    seed: 7,
    run: {
      topology: 'five-behind-one',
      traffic: [
        { kind: 'ping', at: 0, from: 'ana', fromPort: 50000, to: 'video-site' },
        { kind: 'ping', at: 8, from: 'ben', fromPort: 50000, to: 'video-site' },
        { kind: 'ping', at: 16, from: 'cleo', fromPort: 50000, to: 'shop' },
        { kind: 'ping', at: 24, from: 'dora', fromPort: 50000, to: 'news' },
        { kind: 'ping', at: 32, from: 'emil', fromPort: 50000, to: 'news' },
      ],
      endsAt: 302000,
    },
    steps: [
      { kind: 'tell', text: ['There are four billion IPv4 addresses, and more devices than that. So a whole home shares one: here `18.18.18.18`.', 'All five open a page at the same time, and all use port `50000`.'] },
      { kind: 'predict', text: 'Five answers will come to `18.18.18.18`. How can the router tell whose is whose?', choices: ['By the private address in the answer', 'By the port that the answer comes to', 'By the site that it comes from'], right: 1, because: 'The site never saw a private address, and two people may use the same site.' },
      { kind: 'see', text: 'Watch the table of the router fill.', until: { type: 'RowAdded', kind: 'MAPPING', nth: 5 }, select: { node: 'home', show: 'table' }, after: 'Ana kept her port. It was taken for the others, so each got another one outside.' },
      { kind: 'see', text: 'Now the answers.', until: { type: 'Delivered', node: 'emil' }, after: 'Each answer came to another port of `18.18.18.18`, and the table knew whose it is.' },
      { kind: 'predict', text: 'An address has about 65,000 ports. What happens to rows that nobody uses any more?', choices: ['They stay for ever', 'They are forgotten after a while', 'They go when the page is closed'], right: 1, because: 'The router cannot see into the browser. It only sees that nothing passes any more.' },
      { kind: 'see', text: 'Five quiet minutes pass in a second.', until: { type: 'RowRemoved', nth: 5 }, after: 'Each row had a time to live. For UDP, five minutes are good; some routers take thirty seconds.' },
      { kind: 'explain', text: 'One public address serves many, because *ports* tell them apart. The price: the router has to remember every conversation, and only those that began inside.' },
    ],
  },
  {
    id: 'stranger',
    title: 'Why a stranger cannot reach you',
    seed: 7,
    run: {
      topology: 'five-behind-one',
      traffic: [
        { kind: 'ping', at: 0, from: 'news', fromPort: 40000, to: '18.18.18.18:50000', count: 3 },
        { kind: 'ping', at: 650, from: 'ana', fromPort: 50000, to: '198.51.100.30:40000' },
        { kind: 'ping', at: 1300, from: 'shop', fromPort: 40000, to: '18.18.18.18:50000' },
      ],
      endsAt: 2600,
    },
    steps: [
      { kind: 'tell', text: 'The news site has something for Ana and knows her home’s public address. It writes to `18.18.18.18`, port `50000`.' },
      { kind: 'predict', text: 'What will the router do with that packet?', choices: ['Give it to Ana', 'Give it to all five', 'Drop it'], right: 2, because: 'Its table is empty. It cannot know who is meant.' },
      { kind: 'see', text: 'Play until it arrives at the router.', until: { type: 'Dropped', node: 'home' }, select: { last: true, show: 'why' }, after: 'Dropped: there is no row for that port. Open *Why* at the right: it names the row that is missing.' },
      { kind: 'see', text: 'The site tries again, and then Ana sends something to it. Watch what that does to the table.', until: { type: 'RowAdded', kind: 'PERMISSION' }, select: { node: 'home', show: 'table' }, after: 'Now there is a row: the news site may answer, at this port, for a while.' },
      { kind: 'see', text: 'The site’s third try: the very same packet as before.', until: { type: 'Delivered', node: 'ana', by: 'news' }, after: 'It got in, since Ana had written there first.' },
      { kind: 'predict', text: 'The shop now writes to the same port. Ana never wrote to the shop.', choices: ['It gets in, the port is open', 'It is dropped'], right: 1, because: 'This router remembers to *whom* a port may listen. Many do; some let everybody in.' },
      { kind: 'see', text: 'See for yourself.', until: { type: 'Dropped', node: 'home', by: 'shop' }, select: { last: true, show: 'why' }, after: 'There is a row for that port, but not for that sender.' },
      { kind: 'explain', text: 'A NAT is no firewall by intention, but it works like one: *only who was written to may answer*. That protects you, and it is why two people behind routers cannot simply call each other.' },
    ],
  },
  {
    id: 'ask-stun',
    title: 'How STUN shows your address',
    seed: 7,
    run: { scenario: 'ask-stun' },
    steps: [
      { kind: 'tell', text: ['To be called, Ana must tell others where she can be reached. She knows only `192.168.1.2`: her computer has never seen its public address.', 'Who could know it?'] },
      { kind: 'predict', text: 'Who sees the address that Ana’s packets have outside?', choices: ['Ana’s browser', 'Any server that she writes to', 'Ben'], right: 1, because: 'The router rewrites on the way out, so only what is outside sees the result.' },
      { kind: 'see', text: 'Ana sends a STUN request: twenty bytes that say “from which address do you see me?”', until: { type: 'Rewritten', node: 'home-a' }, select: { last: true }, after: 'The router writes another sender on it, as it does with every packet.' },
      { kind: 'see', text: 'The server reads the sender’s address and sends it back, *inside* the answer.', until: { type: 'Delivered', node: 'ana' }, select: { last: true }, after: 'See “What is inside” at the right: XOR-MAPPED-ADDRESS `18.18.18.18:50000`. Routers rewrite the outside of a packet, never what is in it.' },
      { kind: 'predict', text: 'Why is the address in the answer scrambled (the XOR in its name)?', choices: ['To keep it secret', 'So that no router rewrites it, too', 'To save space'], right: 1, because: 'Some routers looked for addresses inside packets and “mended” them.' },
      { kind: 'explain', text: 'STUN is a mirror outside. Now Ana can tell Ben `18.18.18.18:50000`. And asking has made a row in her router’s table: that very port is hers for a while.' },
    ],
  },
  {
    id: 'hole-punching',
    title: 'How two peers punch holes',
    seed: 7,
    run: { scenario: 'two-homes' },
    steps: [
      { kind: 'tell', text: 'Ana and Ben are both behind routers, and each router lets only answers in. A server helps them to find each other; the call itself shall go straight.' },
      { kind: 'see', text: 'First both ask STUN, and tell each other through the server what they learned (`M`: messages).', until: { type: 'Noted', node: 'ben', words: 'I try' }, after: 'Ben now knows where Ana is seen: `18.18.18.18:50000`.' },
      { kind: 'predict', text: 'Ben sends there at once. Ana has not sent anything to him yet. Does his first packet get in?', choices: ['Yes', 'No, Ana’s router drops it'], right: 1, because: 'For her router he is a stranger, as in the last lessons.' },
      { kind: 'see', text: 'Watch both tables while Ben’s first packet travels.', until: { type: 'Dropped', node: 'home-a', by: 'ben' }, select: { last: true, show: 'why' }, after: 'Dropped. But was it in vain? Look at the table of *home-b*: on its way out the packet made a row: Ana may now answer.' },
      { kind: 'predict', text: 'Now Ana sends to Ben’s outside address. And her packet?', choices: ['It gets in', 'Dropped as well'], right: 0, because: 'To Ben’s router it looks like an answer to what Ben sent.' },
      { kind: 'see', text: 'Watch it pass.', until: { type: 'Delivered', node: 'ben', by: 'ana', label: 'STUN' }, select: { last: true, show: 'why' }, after: '*Why* names the row, and who made it: Ben’s packet, the one that was dropped.' },
      { kind: 'see', text: 'From now on both ways are open.', until: { type: 'Delivered', node: 'ana', label: '"Hello' }, after: 'They talk, and no server is in between.' },
      { kind: 'explain', text: 'Each side’s first packet opens its own door from inside, even when it fails itself. That is *hole punching*, and it is what ICE does in every call.' },
    ],
  },
  {
    id: 'only-turn',
    title: 'When only TURN helps',
    seed: 7,
    run: { scenario: 'only-turn' },
    steps: [
      { kind: 'tell', text: 'These two routers are strict: for each destination they take *another* port (RFC 4787 calls it address and port-dependent mapping; people say “symmetric”).' },
      { kind: 'see', text: 'Both ask STUN again.', until: { type: 'Noted', node: 'ben', words: 'I try' }, after: 'Ana was told `18.18.18.18:34916`. But that port is for the STUN server alone.' },
      { kind: 'predict', text: 'Ben sends to the port that STUN named, Ana will send from another one. Do the holes fit?', choices: ['Yes, after a few tries', 'No, never'], right: 1, because: 'Each sends to a door that the other does not come out of.' },
      { kind: 'see', text: 'Watch both tries fail.', until: { type: 'Dropped', node: 'home-b', by: 'ana' }, select: { last: true, show: 'why' }, after: 'The table has a row for Ben’s next port, not for the one that Ana was told.' },
      { kind: 'see', text: 'So Ana asks the server to lend her an address: TURN.', until: { type: 'Noted', node: 'ana', words: 'lends me' }, after: 'Whatever comes to that address of the server, the server brings to Ana.' },
      { kind: 'see', text: 'Ben sends there. To his router, and to hers, these are packets to a public server and its answers.', until: { type: 'Noted', node: 'ana', words: 'through the relay' }, after: 'It arrived. Every packet now goes by way of the server.' },
      { kind: 'see', text: 'And Ana’s answer.', until: { type: 'Noted', node: 'ben', words: 'From the relay' }, after: 'Both ways work.' },
      { kind: 'explain', text: 'A relay always works where anything works, but it costs: a longer way, and a server that carries everything. That is why calls try holes first, and TURN last.' },
    ],
  },
];

export const LESSONS = [...FIRST_LESSONS, ...MORE_LESSONS];
