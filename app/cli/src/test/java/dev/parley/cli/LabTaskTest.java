package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.internet.topology.Topologies;
import dev.parley.lab.real.Ground;
import dev.parley.lab.real.Plan;
import dev.parley.server.settings.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabTaskTest {
    private static final Plan PLAN = Plan.of(Topologies.twoHomes(), Ground.FULL);

    @Test
    void aCommandAloneRunsBehindTheFirstGateway() throws Exception {
        assertThat(tasks("bash", "-c", "ls")).containsExactly(task("ana", "bash", "-c", "ls"));
    }

    @Test
    void onSaysWhereItRunsInstead() throws Exception {
        assertThat(LabTask.of(PLAN, Optional.of("server"), List.of("ls")))
                .containsExactly(task("server", "ls"));
        assertThatThrownBy(() -> LabTask.of(PLAN, Optional.of("cleo"), List.of("ls")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no machine called cleo in two-homes, but server, ana, ben");
    }

    @Test
    void severalCommandsNameTheirMachines() throws Exception {
        assertThat(tasks("ana:", "ping", "server", "--", "ben:", "nc", "-l"))
                .containsExactly(task("ana", "ping", "server"), task("ben", "nc", "-l"));
        assertThat(tasks("ls", "--", "ben:", "pwd"))
                .containsExactly(task("ana", "ls"), task("ben", "pwd"));
    }

    @Test
    void twoHyphensOfACommandStayItsOwn() throws Exception {
        assertThat(tasks("git", "log", "--", "file", "cleo:"))
                .containsExactly(task("ana", "git", "log", "--", "file", "cleo:"));
        assertThat(tasks("ben:", "git", "--", "ana"))
                .containsExactly(task("ben", "git", "--", "ana"));
    }

    @Test
    void aMachineWithoutACommandIsRefused() {
        assertThatThrownBy(() -> tasks("ana:", "--", "ben:", "ls"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("which command for ana?");
    }

    @Test
    void noWordsAreNoTask() throws Exception {
        assertThat(tasks()).isEmpty();
    }

    private static List<LabTask> tasks(String... words) throws ConfigurationException {
        return LabTask.of(PLAN, Optional.empty(), List.of(words));
    }

    private static LabTask task(String machine, String... command) {
        return new LabTask(machine, List.of(command));
    }
}
