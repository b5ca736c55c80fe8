package dev.parley.lab.web;

import dev.parley.internet.topology.Topologies;
import dev.parley.lab.ScenarioJson;
import dev.parley.lab.TopologyJson;
import dev.parley.lab.scenario.Scenario;
import dev.parley.lab.scenario.Scenarios;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is to run, as a page wants to know it. */
final class CatalogueJson {
    private CatalogueJson() {}

    static byte[] write() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        ArrayNode topologies = json.putArray("topologies");
        for (String name : Topologies.names()) {
            topologies.add(TopologyJson.write(Topologies.named(name).orElseThrow()));
        }
        ArrayNode scenarios = json.putArray("scenarios");
        for (String name : Scenarios.names()) {
            Scenario scenario = Scenarios.named(name).orElseThrow();
            scenarios
                    .addObject()
                    .put("name", name)
                    .put("title", scenario.title())
                    .put("summary", scenario.summary())
                    .put("topology", scenario.topology().name())
                    .set("traffic", ScenarioJson.write(scenario.traffic()));
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
