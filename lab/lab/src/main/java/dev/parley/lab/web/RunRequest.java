package dev.parley.lab.web;

import dev.parley.lab.JsonObjectReader;
import dev.parley.lab.ScenarioJson;
import dev.parley.lab.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page wants to be run. */
record RunRequest(Scenario scenario, long seed) {
    private static final long USUAL_SEED = 7;
    private static final long MAX_SEED = (1L << 53) - 1; // exact in browsers

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(40)
                                                    .maxNumberLength(32)
                                                    .maxStringLength(4096)
                                                    .maxNameLength(64)
                                                    .build())
                                    .build())
                    .build();

    /**
     * Reads the body of a request: what {@link ScenarioJson} reads, and {@code seed}.
     *
     * @throws IllegalArgumentException that says where and what to change
     */
    static RunRequest read(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("this is not JSON: " + e.getOriginalMessage(), e);
        }
        JsonObjectReader json = new JsonObjectReader("", root);
        long seed = json.number("seed", USUAL_SEED, 0, MAX_SEED);
        Scenario scenario = ScenarioJson.read(json, root);
        json.refuseOthers();
        return new RunRequest(scenario, seed);
    }
}
