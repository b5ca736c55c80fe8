package dev.parley.internet.topology;

/**
 * A NAT in the words of RFC 4787 (UDP), RFC 5382 (TCP), RFC 5508 (ICMP) and RFC 7857.
 *
 * @param mapping which packets from the same inside endpoint share an outside one (REQ-1)
 * @param filtering who outside may send to a mapping (REQ-8): those to whom the inside sent
 *     <em>through that mapping</em>, as real tables have it. Where the mapping is
 *     endpoint-independent this is what the RFC says of the inside endpoint
 * @param ports how an outside port is chosen (REQ-3, REQ-4)
 * @param pooling how an outside address is chosen where there are several (REQ-2)
 * @param hairpinning whether two inside machines reach each other by outside addresses (REQ-9)
 * @param timeouts how long a mapping stands, and what keeps it
 * @param fragments whether fragments are translated (REQ-14)
 * @param icmpErrors whether ICMP errors are translated, what they quote included (REQ-10, 11)
 */
public record NatBehaviour(
        Dependence mapping,
        Dependence filtering,
        PortAssignment ports,
        Pooling pooling,
        Hairpinning hairpinning,
        NatTimeouts timeouts,
        Fragments fragments,
        boolean icmpErrors) {

    /** On what a NAT's decision depends beside the inside endpoint: RFC 4787 sections 4.1 and 5. */
    public enum Dependence {
        ENDPOINT_INDEPENDENT,
        ADDRESS_DEPENDENT,
        ADDRESS_AND_PORT_DEPENDENT
    }

    /** RFC 4787 section 4.2. */
    public enum PortAssignment {
        /** The inside port where it is free, else any other: that one is not to be predicted. */
        PRESERVING,
        /**
         * The inside port even where another machine has it: that one loses its mapping. Mappings
         * of one inside endpoint to several remote ones share it, so outside it looks as if mapping
         * were endpoint-independent.
         */
        OVERLOADING,
        /** The free port after the one that was lent last: predictable. */
        SEQUENTIAL,
        /** Any free port: not to be predicted. */
        RANDOM,
        /** Any free port of the inside port's parity (REQ-4): not to be predicted. */
        PARITY,
        /**
         * Two neighbours, even and odd, for two inside ports that are such neighbours, so that RTP
         * and RTCP stay together; counted upwards: predictable.
         */
        CONTIGUOUS,
        /** Any free port of a block of 64 of the machine's own, RFC 7422: not to be predicted. */
        BLOCKS
    }

    /** RFC 4787 section 4.1, REQ-2. */
    public enum Pooling {
        /** An inside machine keeps the outside address of its first mapping. */
        PAIRED,
        ARBITRARY
    }

    /** RFC 4787 section 6. */
    public enum Hairpinning {
        OFF,
        /** The receiver sees the sender's outside endpoint, as REQ-9a asks. */
        EXTERNAL_SOURCE,
        /** The receiver sees the sender's inside endpoint, and sockets refuse the answer. */
        INTERNAL_SOURCE
    }

    /** RFC 4787 section 11. */
    public enum Fragments {
        DROPPED,
        IN_ORDER,
        /** A later fragment that comes first waits for the first one. */
        OUT_OF_ORDER
    }

    /** Endpoint-independent mapping, filtering by port: what a good home router does. */
    public static final NatBehaviour PORT_RESTRICTED =
            new NatBehaviour(
                    Dependence.ENDPOINT_INDEPENDENT,
                    Dependence.ADDRESS_AND_PORT_DEPENDENT,
                    PortAssignment.PRESERVING,
                    Pooling.PAIRED,
                    Hairpinning.EXTERNAL_SOURCE,
                    NatTimeouts.RFC,
                    Fragments.OUT_OF_ORDER,
                    true);

    /** The same with filtering by address. */
    public static final NatBehaviour ADDRESS_RESTRICTED =
            PORT_RESTRICTED.filteredBy(Dependence.ADDRESS_DEPENDENT);

    /** The same without filtering. */
    public static final NatBehaviour FULL_CONE =
            PORT_RESTRICTED.filteredBy(Dependence.ENDPOINT_INDEPENDENT);

    /** A new random port for each destination: what strict firewalls do. */
    public static final NatBehaviour SYMMETRIC =
            PORT_RESTRICTED
                    .mappedBy(Dependence.ADDRESS_AND_PORT_DEPENDENT)
                    .withPorts(PortAssignment.RANDOM)
                    .withHairpinning(Hairpinning.OFF);

    public NatBehaviour mappedBy(Dependence mapping) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }

    public NatBehaviour filteredBy(Dependence filtering) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }

    public NatBehaviour withPorts(PortAssignment ports) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }

    public NatBehaviour withPooling(Pooling pooling) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }

    public NatBehaviour withHairpinning(Hairpinning hairpinning) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }

    public NatBehaviour withTimeouts(NatTimeouts timeouts) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }

    public NatBehaviour withFragments(Fragments fragments) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }

    public NatBehaviour withIcmpErrors(boolean icmpErrors) {
        return new NatBehaviour(
                mapping, filtering, ports, pooling, hairpinning, timeouts, fragments, icmpErrors);
    }
}
