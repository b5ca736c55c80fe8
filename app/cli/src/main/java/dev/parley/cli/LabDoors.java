package dev.parley.cli;

import dev.parley.internet.topology.Machine;
import dev.parley.lab.real.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scripts by which other terminals come in; gone when it is closed. */
final class LabDoors implements AutoCloseable {
    private final List<Path> files = new ArrayList<>();

    private LabDoors() {}

    /**
     * Writes one for each machine.
     *
     * @param folder none for no doors
     */
    static LabDoors write(World world, Optional<Path> folder, boolean asRoot) throws IOException {
        LabDoors doors = new LabDoors();
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
            for (Machine machine : world.plan().machines()) {
                Path file = folder.get().resolve(machine.name());
                doors.files.add(file);
                Files.writeString(file, world.door(machine.name(), asRoot));
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            }
        }
        return doors;
    }

    /** How to use them. */
    String words() {
        return String.join("\n", files.stream().map(file -> file + " COMMAND...").toList());
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
