package dev.parley.server.state;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The folder of a server. Its files are made whole or not at all, readable by the owner alone. */
public final class DataDirectory {
    private static final int SECRET_BYTES = 32;

    private final Path folder;
    private final boolean posix;

    private DataDirectory(Path folder) {
        this.folder = folder;
        posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Opens the folder that {@code data-dir} names, or the default one; makes it when it is not
     * there.
     *
     * @throws IOException when it cannot be used; the message names the option
     */
    public static DataDirectory open(Configuration configuration, Map<String, String> environment)
            throws IOException {
        DataDirectory directory = named(configuration, environment);
        Path folder = directory.folder;
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, FileModes.of(folder, FileModes.OWNER_ALONE_FOLDER));
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException("--data-dir: " + folder + " is not a folder", e);
        } catch (IOException e) {
            throw new IOException(
                    "--data-dir: " + folder + " cannot be made (" + FileFailure.words(e) + ")", e);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("--data-dir: " + folder + " cannot be written to");
        }
        return directory;
    }

    /** The same folder for who only reads in it: nothing is made, and it need not be there. */
    public static DataDirectory named(
            Configuration configuration, Map<String, String> environment) {
        return new DataDirectory(
                configuration
                        .find(Settings.DATA_DIR)
                        .orElseGet(() -> defaultFolder(environment))
                        .toAbsolutePath()
                        .normalize());
    }

    public Path folder() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * The secret of this name, made when it is not there: 32 random bytes, kept as one line of
     * base64url.
     *
     * @throws IOException also when others can read it, since it is no secret then
     */
    public byte[] secret(String name) throws IOException {
        Path file = file(name);
        if (!Files.exists(file)) {
            byte[] fresh = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(fresh);
            createOnce(file, Base64.getUrlEncoder().withoutPadding().encodeToString(fresh) + "\n");
            Arrays.fill(fresh, (byte) 0);
        }
        // Read back even when just made: another process may have been first.
        refuseReadableByOthers(file);
        String text = read(file).strip();
        byte[] secret;
        try {
            secret = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(damaged(file), e);
        }
        if (secret.length < SECRET_BYTES) {
            throw new IOException(damaged(file));
        }
        return secret;
    }

    /** Replaces a file in one step; the text is on disk, readable by the owner alone. */
    public void replace(Path file, String text) throws IOException {
        Path draft = draft(file);
        try {
            write(draft, file, text);
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Throws when anybody but the owner can read the file. */
    public void refuseReadableByOthers(Path file) throws IOException {
        if (!posix) {
            return;
        }
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
        if (modes.contains(PosixFilePermission.GROUP_READ)
                || modes.contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(
                    "--data-dir: "
                            + file
                            + " can be read by others ("
                            + PosixFilePermissions.toString(modes)
                            + "): run chmod 600 on it, or delete it to get a new one");
        }
    }

    public String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IOException(
                    "--data-dir: " + file + " cannot be read (" + FileFailure.words(e) + ")", e);
        }
    }

    private void createOnce(Path file, String text) throws IOException {
        Path draft = draft(file);
        try {
            write(draft, file, text);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return; // another process was first: its secret counts
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** An empty file beside that one, for {@link #write}. */
    private Path draft(Path file) throws IOException {
        try {
            String name = "." + file.getFileName() + ".";
            return Files.createTempFile(
                    folder, name, "", FileModes.of(folder, FileModes.OWNER_ALONE));
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static void write(Path draft, Path file, String text) throws IOException {
        try {
            Files.writeString(draft, text);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static IOException unwritten(Path file, IOException e) {
        return new IOException(
                "--data-dir: " + file + " cannot be written (" + FileFailure.words(e) + ")", e);
    }

    private static Path defaultFolder(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        return xdg.startsWith("/")
                ? Path.of(xdg, "parley")
                : Path.of(System.getProperty("user.home", "."), ".local", "share", "parley");
    }

    private static String damaged(Path file) {
        return "--data-dir: " + file + " is damaged: delete it to get a new one";
    }
}
