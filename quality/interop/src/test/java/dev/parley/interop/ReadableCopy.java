package dev.parley.interop;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The class path as jars in a folder that everybody on this machine can read. */
final class ReadableCopy {
    private ReadableCopy() {}

    static Path ofClassPath() throws IOException {
        Path copy = Files.createTempDirectory("parley-copy-");
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        int number = 0;
        for (String entry : ParleyProcess.classPath().split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            Path to = copy.resolve(number + ".jar");
            if (Files.isDirectory(from)) {
                pack(from, to);
            } else if (Files.exists(from)) {
                Files.copy(from, to);
            }
            number++;
        }
        return copy;
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
    }

    static void delete(Path copy) throws IOException {
        try (Stream<Path> files = Files.list(copy)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
        }
        Files.delete(copy);
    }
}
