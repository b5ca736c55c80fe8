package dev.parley.server.state;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may read what is made; nothing where files have no such modes. */
public final class FileModes {
    /** For the owner, and readable by its group: what is for whoever runs the machine. */
    public static final String GROUP_READS = "rw-r-----";

    static final String OWNER_ALONE = "rw-------";
    static final String OWNER_ALONE_FOLDER = "rwx------";

    private FileModes() {}

    /**
     * What to make a file with.
     *
     * @param modes nine characters such as {@code rw-r-----}; the umask takes from them
     */
    public static FileAttribute<?>[] of(Path file, String modes) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(modes))
                }
                : new FileAttribute<?>[0];
    }
}
