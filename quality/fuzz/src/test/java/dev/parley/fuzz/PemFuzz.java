package dev.parley.fuzz;

import dev.parley.server.tls.PemFiles;
import dev.parley.server.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates and keys in PEM files: a pair that fits, or words about the file. */
class PemFuzz extends FuzzTarget {
    private final ScratchFile file = ScratchFile.of(this, "pair.pem");

    @Override
    String corpus() {
        return "pem";
    }

    @Override
    int share() {
        return 10;
    }

    @Override
    void run(byte[] input) {
        Path good = Corpus.folder(corpus()).resolve("pair-ec").toAbsolutePath();
        Path any = file.holding(input);
        read(any, any);
        if (Files.exists(good)) {
            read(good, any);
            read(any, good);
        }
    }

    private static void read(Path chain, Path key) {
        try {
            ServerCertificate certificate = PemFiles.read(chain, key);
            check(!certificate.chain().isEmpty(), "there is a certificate");
            check(
                    certificate.chain().getFirst().equals(certificate.certificate()),
                    "the first one is the own");
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            check(why.startsWith("--tls-"), "a refusal names the option");
            check(why.length() < 1000, "a refusal is short, and holds no key");
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }
}
