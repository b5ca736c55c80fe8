package dev.parley.lab.scenario;

import dev.parley.internet.Host;

/** Fetches a page. */
final class Fetching {
    private final Stage stage;
    private final Traffic.Fetch fetch;

    Fetching(Stage stage, Traffic.Fetch fetch) {
        this.stage = stage;
        this.fetch = fetch;
    }

    void begin() {
        Host host = stage.host(fetch.from());
        stage.say(fetch.from(), host.name() + " opens http://" + fetch.to() + "/");
        new Pinging(stage, new Traffic.Ping(0, fetch.from(), 0, fetch.to(), 1)).begin();
    }
}
