package dev.parley.archtest.planted;

import com.tngtech.archunit.lang.ArchRule;
import dev.parley.core.IpAddress;
import org.jspecify.annotations.Nullable;

/** What would be wrong in the module stun. The classes are named; they need not be loaded. */
@SuppressWarnings("unused")
public final class PlantedDependencies {
    private @Nullable IpAddress allowed;
    private @Nullable ArchRule someoneElses;
    private dev.parley.turn.@Nullable TurnServerConfig laterModule;
    private dev.parley.signal.@Nullable SignalConfig otherPhase;
}
