package dev.parley.internet;

/** The running network. */
final class Internet {}
