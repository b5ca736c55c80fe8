package dev.parley.internet;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP packet on its way: fields instead of header bytes, changed in place by who handles it. It
 * belongs to one holder at a time (socket, link, router) and is reused after its end; who wants to
 * keep it takes an {@link #image}.
 *
 * <p>Addresses are those of {@link IpAddress}: {@code v6}, {@code high}, {@code low}.
 */
public final class Packet {
    private static final byte[] NOTHING = {};

    /** Its identity through all rewrites; duplicates and fragments have their own. */
    public long id;

    /** The packet that this one is a duplicate, a fragment or the consequence of; 0 for none. */
    public long parent;

    public boolean v6;
    public long srcHigh;
    public long srcLow;
    public long dstHigh;
    public long dstLow;
    public Protocol protocol = Protocol.UDP;

    /** 0 to 65535; for ICMP echo the identifier, in both. In fragments: 0 but in the first. */
    public int srcPort;

    public int dstPort;

    public int hopLimit;
    public boolean dontFragment;

    /** The Identification of IPv4, or of the IPv6 fragment header. */
    public int fragmentId;

    /** Where this fragment starts in the IP payload, in bytes: a multiple of 8. */
    public int fragmentOffset;

    public boolean moreFragments;

    /**
     * What comes after the header of UDP, TCP or ICMP: {@code payload[0, length)}. In a SYN these
     * are the options, and other segments have none.
     */
    public byte[] payload = NOTHING;

    public int length;

    /** TCP: sequence and acknowledgment number, as unsigned 32 bits. */
    public int sequence;

    public int acknowledgment;

    /** TCP: the bits of {@link TcpFlags}. */
    public int tcpFlags;

    /** TCP: in bytes, already scaled; every SYN offers a scale of 7. */
    public int window;

    /** ICMP: type and code, with IPv6 those of ICMPv6. */
    public int icmpType;

    public int icmpCode;

    /** ICMP "packet too big": the MTU it tells. */
    public int icmpMtu;

    /** ICMP errors: the head of the packet they are about. */
    public @Nullable Packet quoted;

    /** A bit has flipped and the checksum does not fit: the receiver drops it. */
    public boolean corrupt;

    /** Who it travels to: set while it is on a link. */
    @Nullable Nic arrivesAt;

    /** While it waits in a pool. */
    @Nullable Packet nextFree;

    /** Puts a copy of {@code buf[off, off+len)} into it. */
    public void payload(byte[] buf, int off, int len) {
        if (payload.length < len) {
            payload = new byte[Math.max(len, 1600)];
        }
        System.arraycopy(buf, off, payload, 0, len);
        length = len;
    }

    public void source(boolean v6, long high, long low, int port) {
        this.v6 = v6;
        srcHigh = high;
        srcLow = low;
        srcPort = port;
    }

    public void destination(long high, long low, int port) {
        dstHigh = high;
        dstLow = low;
        dstPort = port;
    }

    public void source(TransportAddress address) {
        source(address.ip().v6(), address.ip().high(), address.ip().low(), address.port());
    }

    public void destination(TransportAddress address) {
        destination(address.ip().high(), address.ip().low(), address.port());
    }

    public IpAddress sourceIp() {
        return new IpAddress(v6, srcHigh, srcLow);
    }

    public IpAddress destinationIp() {
        return new IpAddress(v6, dstHigh, dstLow);
    }

    public TransportAddress source() {
        return new TransportAddress(sourceIp(), srcPort);
    }

    public TransportAddress destination() {
        return new TransportAddress(destinationIp(), dstPort);
    }

    public boolean isFragment() {
        return moreFragments || fragmentOffset > 0;
    }

    /** Whether it starts with the header of its protocol, so that its ports mean something. */
    public boolean hasPorts() {
        return fragmentOffset == 0;
    }

    /** Whether this is an ICMP message about another packet. */
    public boolean isIcmpError() {
        return quoted != null;
    }

    /** The length with all headers, as a link counts it. */
    public int sizeBytes() {
        return headerBytes() + payloadOfIpBytes();
    }

    /** The IP header, in IPv6 with that of fragments. */
    public int headerBytes() {
        return v6 ? isFragment() ? 48 : 40 : 20;
    }

    /** What comes after the IP header. */
    public int payloadOfIpBytes() {
        Packet about = quoted;
        int beyond = about != null ? about.quotedBytes() : length;
        return (fragmentOffset == 0 ? protocol.headerBytes() : 0) + beyond;
    }

    /** How much of a packet an ICMP error quotes: headers and eight bytes. */
    private int quotedBytes() {
        return headerBytes() + 8;
    }

    /** Makes this a copy of the other one, payload included; {@code id} is copied too. */
    public void copyFrom(Packet other) {
        copyHeaderFrom(other);
        payload(other.payload, 0, other.length);
    }

    /** Makes this what the other one was, but for its own {@code id}. */
    public void set(PacketImage image) {
        source(image.source());
        destination(image.destination());
        protocol = image.protocol();
        hopLimit = image.hopLimit();
        dontFragment = image.dontFragment();
        fragmentId = image.fragmentId();
        fragmentOffset = image.fragmentOffset();
        moreFragments = image.moreFragments();
        payload(image.payload(), 0, image.payload().length);
        sequence = image.sequence();
        acknowledgment = image.acknowledgment();
        tcpFlags = image.tcpFlags();
        window = image.window();
        icmpType = image.icmpType();
        icmpCode = image.icmpCode();
        icmpMtu = image.icmpMtu();
        corrupt = image.corrupt();
        PacketImage about = image.quoted();
        if (about == null) {
            quoted = null;
        } else {
            Packet copy = new Packet();
            copy.id = about.id();
            copy.set(about);
            quoted = copy;
        }
    }

    /** Copies everything but the payload. */
    void copyHeaderFrom(Packet other) {
        id = other.id;
        parent = other.parent;
        v6 = other.v6;
        srcHigh = other.srcHigh;
        srcLow = other.srcLow;
        dstHigh = other.dstHigh;
        dstLow = other.dstLow;
        protocol = other.protocol;
        srcPort = other.srcPort;
        dstPort = other.dstPort;
        hopLimit = other.hopLimit;
        dontFragment = other.dontFragment;
        fragmentId = other.fragmentId;
        fragmentOffset = other.fragmentOffset;
        moreFragments = other.moreFragments;
        sequence = other.sequence;
        acknowledgment = other.acknowledgment;
        tcpFlags = other.tcpFlags;
        window = other.window;
        icmpType = other.icmpType;
        icmpCode = other.icmpCode;
        icmpMtu = other.icmpMtu;
        corrupt = other.corrupt;
        Packet about = other.quoted;
        if (about == null) {
            quoted = null;
        } else {
            Packet copy = new Packet();
            copy.copyFrom(about);
            quoted = copy;
        }
    }

    /** As if new, with its buffer. */
    void clear() {
        id = 0;
        parent = 0;
        v6 = false;
        srcHigh = 0;
        srcLow = 0;
        dstHigh = 0;
        dstLow = 0;
        protocol = Protocol.UDP;
        srcPort = 0;
        dstPort = 0;
        hopLimit = 64;
        dontFragment = false;
        fragmentId = 0;
        fragmentOffset = 0;
        moreFragments = false;
        length = 0;
        sequence = 0;
        acknowledgment = 0;
        tcpFlags = 0;
        window = 0;
        icmpType = 0;
        icmpCode = 0;
        icmpMtu = 0;
        quoted = null;
        corrupt = false;
        arrivesAt = null;
    }

    /** What it is at this moment, to be kept. */
    public PacketImage image() {
        Packet about = quoted;
        return new PacketImage(
                id,
                parent,
                protocol,
                source(),
                destination(),
                hopLimit,
                dontFragment,
                fragmentId,
                fragmentOffset,
                moreFragments,
                sizeBytes(),
                Arrays.copyOf(payload, length),
                sequence,
                acknowledgment,
                tcpFlags,
                window,
                icmpType,
                icmpCode,
                icmpMtu,
                about == null ? null : about.image(),
                corrupt);
    }
}
