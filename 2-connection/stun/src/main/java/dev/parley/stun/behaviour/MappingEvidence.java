package dev.parley.stun.behaviour;

import java.util.List;

/**
 * Names a mapping behaviour from what was seen of one inside endpoint: the least dependent one that
 * explains all of it. What was not seen is not guessed.
 */
final class MappingEvidence {
    private MappingEvidence() {}

    static Dependence name(List<MappingSample> samples) {
        boolean allEqual = true;
        boolean equalPerAddress = true;
        boolean addressesCompared = false;
        boolean portsCompared = false;
        for (MappingSample one : samples) {
            for (MappingSample two : samples) {
                boolean sameAddress = one.remote().ip().equals(two.remote().ip());
                boolean equal = one.mapped().equals(two.mapped());
                allEqual &= equal;
                equalPerAddress &= equal || !sameAddress;
                addressesCompared |= !sameAddress;
                portsCompared |= sameAddress && one.remote().port() != two.remote().port();
            }
        }
        if (allEqual) {
            boolean untranslated =
                    samples.stream().allMatch(one -> one.mapped().equals(one.local()));
            if (addressesCompared || untranslated) {
                return Dependence.ENDPOINT_INDEPENDENT;
            }
            return portsCompared
                    ? Dependence.ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT
                    : Dependence.UNKNOWN;
        }
        if (equalPerAddress) {
            return portsCompared
                    ? Dependence.ADDRESS_DEPENDENT
                    : Dependence.ADDRESS_DEPENDENT_OR_STRICTER;
        }
        return Dependence.ADDRESS_AND_PORT_DEPENDENT;
    }
}
