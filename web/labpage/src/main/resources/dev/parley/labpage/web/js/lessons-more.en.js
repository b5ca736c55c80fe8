/** Further lessons; see lessons.en.js. */

export const MORE_LESSONS = [
  {
    id: 'cone-and-symmetric',
    title: 'A friendly router and a strict one',
    seed: 7,
    run: { scenario: 'cone-symmetric' },
    steps: [
      { kind: 'tell', text: 'Ana’s router lets everybody in at a port that she uses. Ben’s takes another port for each destination.' },
      { kind: 'predict', text: 'Ben sends to Ana. From which port outside will it come?', choices: ['The one that STUN told him', 'Another one'], right: 1, because: 'For each destination another one: that is what his router does.' },
      { kind: 'see', text: 'Watch his packet arrive.', until: { type: 'Noted', node: 'ana', words: 'found a way in' }, select: { node: 'home-b', show: 'table' }, after: 'Ana’s router asks nobody. And now Ana *sees* the port that Ben really comes from.' },
      { kind: 'see', text: 'She answers to that one, not to the one she was told.', until: { type: 'Delivered', node: 'ben', by: 'ana', label: 'STUN Binding request' }, after: 'It fits the row that Ben’s own packet made. ICE calls such an address *peer-reflexive*.' },
      { kind: 'see', text: 'What about the port that STUN had told her?', until: { type: 'Dropped', node: 'home-b', by: 'ana' }, select: { last: true, show: 'why' }, after: 'That door is open for the STUN server only.' },
      { kind: 'explain', text: 'One friendly router is enough. Only where both are strict does a call need a relay.' },
    ],
  },
  {
    id: 'carrier-nat',
    title: 'A NAT behind a NAT',
    seed: 7,
    run: { scenario: 'carrier' },
    steps: [
      { kind: 'tell', text: 'Providers ran out of addresses, too. Here two homes share the carrier’s: each home’s “outside” address begins with `100.64`, which is the carrier’s own kind of private.' },
      { kind: 'predict', text: 'How often is the sender’s address rewritten on the way to the server?', choices: ['Once', 'Twice', 'Never'], right: 1, because: 'Once by the home’s router, and again by the carrier’s.' },
      { kind: 'see', text: 'Follow Ana’s STUN request.', until: { type: 'Delivered', node: 'server', label: 'STUN' }, select: { last: true }, after: 'See its three forms at the right. There are two tables now, and both must remember.' },
      { kind: 'see', text: 'Ana and Ben learn their addresses and try.', until: { type: 'Noted', node: 'ben', words: 'I try' }, after: 'Both have the carrier’s address. So a packet from one to the other has to go out and come in at the *same* router.' },
      { kind: 'see', text: 'Watch the carrier turn it round.', until: { type: 'Noted', words: 'is open' }, select: { node: 'carrier', show: 'table' }, after: 'Turning a packet round is called *hairpinning*. A carrier that does not do it makes neighbours unreachable to each other.' },
      { kind: 'explain', text: 'Behind two NATs everything still works as long as both are well-behaved. You cannot open a port by hand any more, though: the outer table is not yours.' },
    ],
  },
  {
    id: 'forgotten',
    title: 'A mapping is forgotten',
    seed: 7,
    run: { scenario: 'forgotten' },
    steps: [
      { kind: 'tell', text: 'This router has a short memory: twenty seconds. Ana asks STUN, and then is silent.' },
      { kind: 'see', text: 'Five seconds later the server writes to her port.', until: { type: 'Delivered', node: 'ana', by: 'server', label: '"ping' }, after: 'It gets in: this router lets everybody in at a port that is in use.' },
      { kind: 'predict', text: 'Does a packet from outside keep the row alive?', choices: ['Yes, the row was used', 'No, only Ana’s own packets do'], right: 1, because: 'Otherwise a stranger could hold your door open for ever (RFC 4787, REQ-6).' },
      { kind: 'see', text: 'Ana stays silent.', until: { type: 'RowRemoved', node: 'home-a' }, select: { node: 'home-a', show: 'table' }, after: 'Gone. Nobody is told.' },
      { kind: 'see', text: 'The same packet as before.', until: { type: 'Dropped', node: 'home-a' }, select: { last: true, show: 'why' }, after: 'Nobody inside answers to that port any more. *Why* names the row that was there, and when it went.' },
      { kind: 'explain', text: 'Who wants to stay reachable has to say something now and then. Calls send a small packet every few seconds (*keepalive*), even when nobody talks.' },
    ],
  },
  {
    id: 'udp-blocked',
    title: 'When UDP is blocked',
    seed: 7,
    run: {
      topology: 'office',
      traffic: [
        { kind: 'ask-stun', at: 0, from: 'ana', fromPort: 50000 },
        { kind: 'ask-stun', at: 4, from: 'ben', fromPort: 50000 },
      ],
      endsAt: 42000,
    },
    steps: [
      { kind: 'tell', text: 'Ana is in an office. Its firewall lets nothing out but web traffic. Ben is at home.' },
      { kind: 'predict', text: 'Both ask STUN, by UDP. What will Ana hear?', choices: ['Her address', 'A refusal', 'Nothing at all'], right: 2, because: 'The firewall just drops it. Silence is all one can tell from inside.' },
      { kind: 'see', text: 'Watch both requests.', until: { type: 'Dropped', node: 'office' }, select: { last: true, show: 'why' }, after: 'It never left the office.' },
      { kind: 'see', text: 'Ben has his answer long since. Ana tries again, and waits longer each time.', until: { type: 'Noted', node: 'ana', words: 'does not answer' }, after: 'Forty seconds, in the end. A good program does not wait for that: it tries other ways at the same time.' },
      { kind: 'explain', text: 'Where UDP is blocked there are no holes to punch. What passes is TCP to port 443, as for web pages: TURN over TLS looks just like that. It is the last way, and it nearly always works.' },
    ],
  },
];
