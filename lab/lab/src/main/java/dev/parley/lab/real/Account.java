package dev.parley.lab.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this program: the numbers of user and group. */
record Account(int uid, int gid) {

    static Account current() throws IOException {
        Path self = Path.of("/proc/self");
        return new Account(
                (int) Files.getAttribute(self, "unix:uid"),
                (int) Files.getAttribute(self, "unix:gid"));
    }
}
