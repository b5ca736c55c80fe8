package dev.parley.turn;

/** What ends by itself when its time has come. */
sealed interface Expiring
        permits Relay, Permission, Channel, Reservation, ClientStream, PeerStream {}
